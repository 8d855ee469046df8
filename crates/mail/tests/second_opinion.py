"""Reads composed mails with Python's own e-mail package and prints what it found, a line of JSON for each line of JSON."""
import email
import email.policy
import json
import sys

for line in sys.stdin:
    message = email.message_from_bytes(json.loads(line).encode("ascii"), policy=email.policy.default)
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    files = [
        [part.get_filename(), part.get_content_type(), len(part.get_payload(decode=True) or b"")]
        for part in message.iter_attachments()
    ]
    print(json.dumps({
        "subject": message["Subject"],
        "to": [[address.display_name, address.addr_spec] for address in message["To"].addresses],
        "text": text.get_content().strip() if text else None,
        "html": html.get_content().strip() if html else None,
        "files": files,
        "defects": [type(defect).__name__ for defect in message.defects],
    }))
