"""Asks a service by requests that botocore signs: ADDRESS ID SECRET PICTURE. Prints the status of each."""
import sys
import urllib.error
import urllib.request

from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

address, key_id, secret, picture = sys.argv[1:]
body = open(picture, "rb").read()
credentials = Credentials(key_id, secret)
scope = (credentials, "execute-api", "eu-west-1")


def ask(signer, method, path, data=None, sent=None):
    headers = {"content-type": "image/jpeg"} if data else {}
    request = AWSRequest(method=method, url=address + path, data=data, headers=headers)
    signer.add_auth(request)
    prepared = request.prepare()
    call = urllib.request.Request(prepared.url, data=sent or data, headers=dict(prepared.headers), method=method)
    try:
        return urllib.request.urlopen(call).status
    except urllib.error.HTTPError as error:
        return error.code


print(
    "header", ask(SigV4Auth(*scope), "POST", "v1/recognize?room_id=a%20b&entity_id=robot-1", body),
    "get", ask(SigV4Auth(*scope), "GET", "v1/models"),
    "query", ask(SigV4QueryAuth(*scope, expires=60), "GET", "v1/models"),
    "other-body", ask(SigV4Auth(*scope), "POST", "v1/recognize", body, body[:-1] + b"x"),
)
