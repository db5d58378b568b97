"""The actions of the dialogue, a file each; the file's name is the action's name in domain.yml."""
