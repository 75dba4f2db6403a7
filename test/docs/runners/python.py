import base64, importlib, email, sys

sys.path.insert(0, ".")
for line in open("cases.tsv"):
    name, *fields = line.rstrip("\n").split("\t")
    body, headers, secret = (base64.b64decode(field) for field in fields)
    verify = importlib.import_module(name).verify
    print(str(verify(body, email.message_from_bytes(headers + b"\n"), secret.decode())).lower())
