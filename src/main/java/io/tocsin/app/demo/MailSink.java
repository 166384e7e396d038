package io.tocsin.app.demo;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

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
