package io.tocsin.app.demo;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An SMTP server (GreenMail) on loopback and a free port that keeps what it gets. */
final class MailSink implements AutoCloseable {

    static final String RECEIVER = "demo-mail";

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final Receipts receipts;

    private MailSink(Receipts receipts) {
        this.receipts = receipts;
    }

    static MailSink start(Receipts receipts) {
        MailSink sink = new MailSink(receipts);
        sink.server.start();
        UserManager users = sink.server.getUserManager();
        users.setMessageDeliveryHandler((message, to) -> {
            sink.keep(message.getMessage());
            return user(users, to.getEmail());
        });
        return sink;
    }

    int port() {
        return server.getSmtp().getPort();
    }

    /** The first address of this form that the text of a mail has. */
    static Optional<String> link(Receipt mail, Pattern form) {
        try {
            MimeMessage message =
                    new MimeMessage(null, new ByteArrayInputStream(mail.raw().getBytes(StandardCharsets.UTF_8)));
            Matcher found = form.matcher(text(message));
            return found.find() ? Optional.of(found.group()) : Optional.empty();
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("A mail cannot be read", e);
        }
    }

    private static String text(Part part) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart parts) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < parts.getCount(); i++) {
                all.append(text(parts.getBodyPart(i)));
            }
            return all.toString();
        }
        return part.isMimeType("text/*") ? part.getContent().toString() : "";
    }

    private void keep(MimeMessage mail) throws MessagingException {
        receipts.add(new Receipt(
                RECEIVER,
                mail.getSubject() + "  (to " + mail.getAllRecipients()[0] + ")",
                GreenMailUtil.getWholeMessage(mail),
                250));
    }

    private static GreenMailUser user(UserManager users, String email) throws UserException {
        GreenMailUser known = users.getUserByEmail(email);
        return known != null ? known : users.createUser(email, email, "demo");
    }

    @Override
    public void close() {
        server.stop();
    }
}
