package io.tocsin.channel.mail;

import io.tocsin.channel.tls.PemFile;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.SendRefusedException;
import io.tocsin.net.guard.Deadline;
import io.tocsin.net.guard.Deadlines;
import io.tocsin.net.guard.Lookups;
import io.tocsin.net.guard.NameService;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SMTP server that camel-mail sends through, with what camel-mail leaves out: recipients that the server takes get the
 * mail although it refuses others; a connection that ends before the mail was over is no "maybe"; a certificate authority
 * of one's own; no login where no account is given. What the server refuses is kept in the mail for {@link MailVerdict}.
 *
 * @see <a href="https://eclipse-ee4j.github.io/angus-mail/docs/api/org.eclipse.angus.mail/org/eclipse/angus/mail/smtp/package-summary.html">
 *     The mail.smtp properties</a>
 */
public final class SmtpSender extends DefaultJavaMailSender {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpSender.class);

    /** So many answers that each come at the last moment may one mail wait for; a server that drips gets no longer. */
    private static final int ANSWERS = 4;

    private final Properties settings = new Properties();
    private String account = "";
    private String secret = "";
    private String startTls = "true";
    private String timeout = "15000";
    private Deadlines deadlines = new Deadlines();
    private NameService lookups = new Lookups();

    /** The account's name; where blank, nobody logs in. */
    public void setAccount(String account) {
        this.account = account;
    }

    /** The account's password. */
    public void setSecret(String secret) {
        this.secret = secret;
    }

    /** Whether a connection that is not TLS from the first byte must become it by STARTTLS before anything is sent. */
    public void setStartTls(String startTls) {
        this.startTls = startTls;
    }

    /** Milliseconds to wait for a connection and for each answer; a mail as a whole has four times as many. */
    public void setTimeout(String timeout) {
        this.timeout = timeout;
    }

    /** Where a mail is known while it is being sent. */
    public void setDeadlines(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    /** Looks the server's name up, with a deadline. */
    void setLookups(NameService lookups) {
        this.lookups = lookups;
    }

    /**
     * The authorities of which one must have signed the server's certificate, in place of the machine's.
     *
     * @param file PEM; blank for the machine's
     * @throws IllegalArgumentException where it cannot be read or holds no certificate
     */
    public void setCa(String file) throws GeneralSecurityException, IOException {
        if (!file.isBlank()) {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(new PemFile("ca", Path.of(file.strip())).trusted());
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            settings.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
            settings.put("mail.smtps.ssl.socketFactory", tls.getSocketFactory());
        }
    }

    @Override
    public PasswordAuthentication getPasswordAuthentication() {
        return account.isBlank() ? new PasswordAuthentication(null, null) : new PasswordAuthentication(account, secret);
    }

    @Override
    public Session getSession() {
        return session(new SmtpConnection());
    }

    private Session session(SmtpConnection connection) {
        Properties all = new Properties();
        // An operator may set what is not named here, such as -Dmail.smtp.localhost.
        System.getProperties().forEach((name, value) -> {
            if (String.valueOf(name).startsWith("mail.")) {
                all.put(name, value);
            }
        });
        all.putAll(settings);
        for (String protocol : new String[] {"mail.smtp.", "mail.smtps."}) {
            all.put(protocol + "auth", String.valueOf(!account.isBlank()));
            all.put(protocol + "connectiontimeout", timeout);
            all.put(protocol + "timeout", timeout);
            all.put(protocol + "writetimeout", timeout);
            // The certificate must be the server's own; not every version of the library asks that by itself.
            all.put(protocol + "ssl.checkserveridentity", "true");
            // Else what our own authorities refuse would be tried with the machine's.
            all.put(protocol + "socketFactory.fallback", "false");
            all.put(protocol + "sendpartial", "true");
        }
        all.put("mail.smtp.starttls.enable", startTls);
        all.put("mail.smtp.starttls.required", startTls);
        connection.addTo(all);
        return Session.getInstance(all);
    }

    @Override
    public void send(MimeMessage message) throws MessagingException {
        IncidentMail mail = (IncidentMail) message;
        if (mail.missing().isEmpty()) {
            return; // all of them have it from an earlier try
        }
        Duration longest = Duration.ofMillis(Long.parseLong(timeout)).multipliedBy(ANSWERS);
        SmtpConnection connection = new SmtpConnection();
        try (Deadline deadline = deadlines.start(longest, connection::end)) {
            send(mail, connection, deadline);
        }
    }

    private void send(IncidentMail mail, SmtpConnection connection, Deadline deadline) throws MessagingException {
        Transport transport = getTransport(session(connection));
        try {
            lookUp();
            PasswordAuthentication login = getPasswordAuthentication();
            transport.connect(getHost(), getPort(), login.getUserName(), login.getPassword());
            mail.toBeWritten();
            transport.sendMessage(mail, mail.missing().toArray(Address[]::new));
        } catch (SendFailedException refused) {
            keepOrThrow(mail, refused);
        } catch (MessagingException broken) {
            MessagingException failed = deadline.isOver() ? tookTooLong(broken, deadline) : broken;
            throw mail.wasWritten() ? failed : notSent(failed);
        } finally {
            close(transport);
        }
    }

    /** Jakarta Mail looks the name up without a deadline; right after this one Java has its addresses in memory. */
    private void lookUp() throws MessagingException {
        try {
            lookups.resolve(getHost());
        } catch (UnknownHostException unknown) {
            throw new MessagingException(unknown.getMessage(), unknown);
        }
    }

    /** Whoever took the mail has it, whatever becomes of the farewell. */
    private static void close(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException afterwards) {
            LOG.debug("The mail server did not end the connection in order", afterwards);
        }
    }

    private static MessagingException tookTooLong(MessagingException broken, Deadline deadline) {
        SocketTimeoutException timeout = new SocketTimeoutException(
                "the mail as a whole took more than " + deadline.limit().toMillis() + " ms, or the hub was stopped");
        timeout.initCause(broken);
        return new MessagingException(timeout.getMessage(), timeout);
    }

    /** A server that asks to come back later is a matter for the breaker; one that said no, or said yes to some, works. */
    private static void keepOrThrow(IncidentMail mail, SendFailedException refused) throws SendFailedException {
        MailRefusal refusal = MailRefusal.of(refused);
        LOG.debug("The server refused the mail, or some of its recipients", refused);
        if (!refusal.isPartial() && !refusal.isHopeless()) {
            throw refused;
        }
        mail.refuse(refusal);
    }

    /** The content had not been written to its end, so no server can have taken it, whatever it was that broke. */
    private static MessagingException notSent(MessagingException broken) {
        if (!(broken.getCause() instanceof IOException lost) || lost instanceof SSLException) {
            return broken;
        }
        return new MessagingException(
                broken.getMessage(),
                new SendRefusedException(Failure.of(
                        FailureClass.TRANSIENT,
                        "not sent: the connection to the mail server failed before the mail was over: " + lost)));
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "SmtpSender[***]";
    }
}
