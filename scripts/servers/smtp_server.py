"""A mail server that keeps what it takes: scripts/servers/smtp starts it."""

import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

FOLDER, PORT = sys.argv[1], int(sys.argv[2])


class Keeper:
    """Writes each mail down before it says that it has it."""

    def __init__(self):
        self.count = len(os.listdir(f"{FOLDER}/mail"))

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("later") and os.path.exists(f"{FOLDER}/later"):
            return "451 4.3.0 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        path = f"{FOLDER}/mail/{self.count:06}"
        with open(f"{path}.part", "wb") as out:
            for line in (envelope.mail_from, ",".join(envelope.rcpt_tos)):
                out.write(f"{line}\n".encode())
            out.write(envelope.content)
        os.rename(f"{path}.part", f"{path}.eml")
        while os.path.exists(f"{FOLDER}/hold"):
            server.was_held = True
            await asyncio.sleep(0.01)
        return "250 OK"


class Saying(SMTP):
    """Notes that an answer that was held has been given."""

    was_held = False

    async def push(self, status):
        await super().push(status)
        if self.was_held:
            open(f"{FOLDER}/answered", "w").close()


def authenticator(server, session, envelope, mechanism, data):
    with open(f"{FOLDER}/password") as known:
        password = known.read().strip().encode()
    is_right = (data.login, data.password) == (b"lanyard", password)
    return AuthResult(success=is_right, handled=is_right)


def options():
    if not os.path.exists(f"{FOLDER}/server.pem"):
        return {}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{FOLDER}/server.pem", f"{FOLDER}/server.key")
    return {
        "tls_context": context,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": authenticator,
    }


async def serve():
    keeper, given = Keeper(), options()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Saying(keeper, hostname="mail.test", loop=loop, **given), "127.0.0.1", PORT
    )
    async with server:
        await server.serve_forever()


asyncio.run(serve())
