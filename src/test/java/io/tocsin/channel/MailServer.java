package io.tocsin.channel;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.HashMap;
import java.util.Map;

/** A real SMTP server on loopback, and the parameters of a receiver that sends through it. */
final class MailServer implements AutoCloseable {
    final GreenMail mail;

    private MailServer(ServerSetup... setups) {
        mail = new GreenMail(setups);
        mail.setUser("ops@example.org", "user", "p&ss+word%");
        mail.start();
    }

    /** Without TLS. */
    static MailServer start() {
        return new MailServer(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    }

    /** With a door for TLS beside it. GreenMail reads its key once a JVM, from greenmail.tls.keystore.file. */
    static MailServer withTls() {
        return new MailServer(
                new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
                new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
    }

    Map<String, String> plain(Map<String, String> more) {
        return at(mail.getSmtp().getPort(), more);
    }

    static Map<String, String> at(int port, Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "host", "127.0.0.1",
                "port", Integer.toString(port),
                "startTls", "false",
                "from", "Tocsin <tocsin@hub.example.org>",
                "to", "ops@example.org, second@example.org",
                "timeout", "10000"));
        parameters.putAll(more);
        return parameters;
    }

    /** The content of a mail's part, 0 the text and 1 the HTML. */
    static String part(MimeMessage message, int index) throws Exception {
        MimeMultipart parts = (MimeMultipart) message.getContent();
        if (!parts.getContentType().startsWith("multipart/alternative") || parts.getCount() != 2) {
            throw new AssertionError(parts.getContentType() + " of " + parts.getCount());
        }
        return ((String) parts.getBodyPart(index).getContent()).replace("\r\n", "\n");
    }

    @Override
    public void close() {
        mail.stop();
    }
}
