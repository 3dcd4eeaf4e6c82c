#!/usr/bin/python3
"""An identity provider of pysaml2: idp.py KEY CERTIFICATE METADATA

Three files: the first two are its own, METADATA describes the only service provider it knows. It prints the address
that it chose and ends with its standard input. It refuses with 403 whatever pysaml2 finds fault with.
"""

import functools
import html
import http.server
import os
import secrets
import sys
import threading
import urllib.parse
from http.cookies import SimpleCookie

import saml2.entity
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT, SAMLError, samlp
from saml2.authn_context import PASSWORDPROTECTEDTRANSPORT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.s_utils import OtherError, SamlException, error_status_factory
from saml2.saml import NAME_FORMAT_URI, NAMEID_FORMAT_PERSISTENT
from saml2.server import Server
from saml2.sigver import pre_encryption_part, verify_redirect_signature
from saml2.time_util import in_a_while
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

USERS = {
    "ada": {"uid": ["ada"], "mail": ["ada@example.com"], "isMemberOf": ["staff", "Führung & Rat"]},
}
PASSWORD = "open sesame"
LOGIN = """<form method="post" action="%s/login"><input type="hidden" name="request" value="%s"/>
<input name="user"/><input name="password" type="password"/></form>"""
AES_256_GCM = "http://www.w3.org/2009/xmlenc11#aes256-gcm"


class Refused(Exception):
    """What pysaml2 leaves to those who use it."""


class Provider:
    """What is behind each address. Answers are (status, headers, page)."""

    def __init__(self, base, key, certificate, metadata):
        bindings = (BINDING_HTTP_REDIRECT, BINDING_HTTP_POST)
        idp = {
            "endpoints": {
                "single_sign_on_service": [(base + "/sso", one) for one in bindings],
                "single_logout_service": [(base + "/slo", one) for one in bindings],
            },
            "want_authn_requests_signed": True,
            # Beside "service", where they may be too, they are not heeded, and SHA-1 is used.
            "signing_algorithm": SIG_RSA_SHA256,
            "digest_algorithm": DIGEST_SHA256,
            "name_id_format": [NAMEID_FORMAT_PERSISTENT],
            "policy": {"default": {"nameid_format": NAMEID_FORMAT_PERSISTENT, "name_form": NAME_FORMAT_URI}},
        }
        self.config = IdPConfig().load({
            "entityid": base + "/metadata",
            "service": {"idp": idp},
            "key_file": key,
            "cert_file": certificate,
            "metadata": {"local": [metadata]},
            "xmlsec_binary": "/usr/bin/xmlsec1",
        })
        self.base = base
        self.idp = Server(config=self.config)
        self.service = next(iter(self.idp.metadata.keys()))
        self.asked = {}
        self.browsers = {}

    def metadata(self, **_):
        return 200, {"Content-Type": "application/samlmetadata+xml"}, str(entity_descriptor(self.config))

    def sso(self, binding, fields, **_):
        """Takes a request, and asks who is there."""
        request = self.parsed(self.idp.parse_authn_request, binding, fields)
        self.asked[request.id] = request, fields.get("RelayState")
        return 200, {}, LOGIN % (self.base, html.escape(request.id))

    def parsed(self, parse, binding, fields):
        """A request whose signature is right: in it where it was posted, beside it otherwise."""
        if binding == BINDING_HTTP_REDIRECT:
            self.signed_beside(fields)
        self.config.setattr("idp", "want_authn_requests_signed", binding == BINDING_HTTP_POST)
        request = parse(fields["SAMLRequest"], binding).message
        if request.issuer.text != self.service:
            raise Refused("issuer")
        return request

    def signed_beside(self, fields):
        keys = self.idp.metadata.certs(self.service, "spsso", "signing")
        if "Signature" not in fields or "SigAlg" not in fields:
            raise Refused("no signature")
        if not any(verify_redirect_signature(fields, self.idp.sec.sec_backend, key) for key in keys):
            raise Refused("signature")

    def login(self, fields, **_):
        """Answers the request, signed and encrypted as the form says."""
        user, signed = fields["user"], fields["signed"]
        request, relay_state = self.asked.pop(fields["request"])
        to = self.idp.response_args(request)
        if user not in USERS or fields["password"] != PASSWORD:
            response = self.idp.create_error_response(
                to["in_response_to"],
                to["destination"],
                (samlp.STATUS_AUTHN_FAILED, "wrong password"),
                sign=signed in ("response", "both"))
            return self.sent(to["binding"], response, to["destination"], relay_state, True)
        self.encrypting(fields.get("encrypted"))
        response = self.idp.create_authn_response(
            USERS[user],
            to["in_response_to"],
            to["destination"],
            to["sp_entity_id"],
            name_id_policy=to["name_id_policy"],
            userid=user,
            authn={"class_ref": PASSWORDPROTECTEDTRANSPORT, "authn_auth": self.base},
            sign_assertion=signed in ("assertion", "both"),
            sign_response=signed in ("response", "both"),
            encrypt_assertion="encrypted" in fields,
            session_not_on_or_after=in_a_while(hours=1),
        )
        browser = secrets.token_hex()
        self.browsers[browser] = user
        status, headers, page = self.sent(to["binding"], response, to["destination"], relay_state, True)
        return status, {**headers, "Set-Cookie": "idp=" + browser}, page

    def encrypting(self, method):
        """pysaml2 encrypts with Triple DES, and has no setting for that."""
        part, session_key = (
            (functools.partial(pre_encryption_part, msg_enc=AES_256_GCM), "aes-256")
            if method == "aes256-gcm"
            else (pre_encryption_part, "des-192"))
        saml2.entity.pre_encryption_part = part
        self.idp.sec.encrypt_assertion = functools.partial(
            type(self.idp.sec).encrypt_assertion, self.idp.sec, key_type=session_key)

    def sent(self, binding, message, destination, relay_state, response):
        sign = binding == BINDING_HTTP_REDIRECT
        to = self.idp.apply_binding(
            binding, str(message), destination, relay_state or "", response=response, sign=sign)
        return (303 if sign else 200), dict(to["headers"]), "" if sign else to["data"]

    def home(self, browser, **_):
        """Who is logged in with this browser."""
        user = self.browsers.get(browser)
        return 200, {}, "<p>%s</p>" % (user if user and self.statements(self.name(user)) else "nobody")

    def logout(self, browser, fields, **_):
        """Logs this browser's user out at the service provider too."""
        name = self.name(self.browsers[browser])
        binding = BINDING_HTTP_POST if fields.get("binding") == "post" else BINDING_HTTP_REDIRECT
        _, destination = self.idp.pick_binding("single_logout_service", [binding], "spsso", entity_id=self.service)
        _, request = self.idp.create_logout_request(
            destination,
            self.service,
            name_id=name,
            session_indexes=[one.session_index for one in self.statements(name)],
            sign=binding == BINDING_HTTP_POST)
        self.idp.session_db.remove_authn_statements(name)
        return self.sent(binding, request, destination, "out", False)

    def slo(self, binding, fields, **_):
        return self.logged_out(fields) if "SAMLResponse" in fields else self.log_out(binding, fields)

    def log_out(self, binding, fields):
        """Ends what the service provider asks to end."""
        request = self.parsed(self.idp.parse_logout_request, binding, fields)
        indexes = [one.text for one in request.session_index]
        known = [one.session_index for one in self.statements(request.name_id)]
        status = None
        if known and all(index in known for index in indexes):
            self.idp.session_db.remove_authn_statements(request.name_id)
        else:
            status = error_status_factory((samlp.STATUS_UNKNOWN_PRINCIPAL, "no such session"))
        response = self.idp.create_logout_response(request, [BINDING_HTTP_REDIRECT], status=status, sign=False)
        return self.sent(BINDING_HTTP_REDIRECT, response, response.destination, fields.get("RelayState"), True)

    def logged_out(self, fields):
        """The service provider has done as it was told."""
        self.signed_beside(fields)
        answer = self.idp.parse_logout_request_response(fields["SAMLResponse"], BINDING_HTTP_REDIRECT)
        answer.verify()
        return 200, {}, "<p>logged out there: %s %s</p>" % (answer.status_ok(), html.escape(fields["RelayState"]))

    def name(self, user):
        return self.idp.ident.find_nameid(user)[0]

    def statements(self, name):
        """Of all log-ins under a name, which must be the same to the last qualifier."""
        return [one for some in self.idp.session_db.get_authn_statements(name) for one in some]


class Handler(http.server.BaseHTTPRequestHandler):
    provider = None

    def do_GET(self):
        query = urllib.parse.urlsplit(self.path).query
        self.act(BINDING_HTTP_REDIRECT, query)

    def do_POST(self):
        self.act(BINDING_HTTP_POST, self.rfile.read(int(self.headers["Content-Length"])).decode())

    def act(self, binding, form):
        path = urllib.parse.urlsplit(self.path).path.strip("/") or "home"
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("idp")
        if path not in ("metadata", "sso", "login", "home", "logout", "slo"):
            return self.answer(404, {}, "")
        try:
            self.answer(*getattr(self.provider, path)(
                binding=binding,
                fields=dict(urllib.parse.parse_qsl(form)),
                browser=cookie.value if cookie else None))
        except (Refused, SAMLError, SamlException, OtherError) as e:
            self.answer(403, {}, html.escape("%s: %s" % (type(e).__name__, e)))

    def answer(self, status, headers, page):
        octets = page.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *_):
        pass


def main(*files):
    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        base = "http://127.0.0.1:%d" % server.server_port
        Handler.provider = Provider(base, *files)
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        print(base, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
