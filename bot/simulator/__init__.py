"""A browser phone and a local Graph API, for a machine without Meta.

The simulator speaks to the program only as Meta would: signed webhooks in, Graph API calls out.
It imports nothing of the program, so that whatever works here also works with the real WhatsApp.
"""
