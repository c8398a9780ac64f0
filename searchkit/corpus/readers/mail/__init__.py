"""Mail: messages in files of their own, and mailboxes of many.

`mail_headers` says who sent a message and when, `mail_bodies` what its text is. `mail_files` makes
an article of both, and `mailboxes` finds the messages of a large file.
"""
