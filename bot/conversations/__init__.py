"""Who writes to us, what they wrote, what we answer: citizens, inbox, outbox, media and transcript."""
