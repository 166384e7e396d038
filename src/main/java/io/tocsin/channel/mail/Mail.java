package io.tocsin.channel.mail;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.channel.text.Cut;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Makes one e-mail of the variables {@code subject}, {@code text} and {@code html}: both forms in one message, for SMTP and
 * for SES alike. Its {@code Message-ID} is made of the delivery's idempotency key, so it is the same in every try, and no
 * two mails share one: mail servers drop a second mail of the same id. {@code References} names the incident, in all of
 * its mails alike, and after the first mail also that one; that is what Gmail asks for beside an equal subject
 * (https://workspaceupdates.googleblog.com/2019/03/threading-changes-in-gmail-conversation-view.html).
 *
 * <p>The message is built here and not from Camel's headers, so that no header of an exchange can become one of a mail.
 */
public final class Mail implements Processor {
    /** The variable that the outbox keeps with the delivery. */
    public static final String THREAD = "thread";

    /** In the thread: who has the mail of which delivery, where not all of its recipients have. */
    static final String SENT = "sent";

    /** In the thread: the {@code Message-ID} that the provider gave to the first mail. */
    public static final String PROVIDER_ID = "provider";

    private static final int SUBJECT = 200;

    private InternetAddress from = new InternetAddress();
    private String to = "";
    private String cc = "";
    private List<InternetAddress> replyTo = List.of();
    private boolean sameSubject;

    /** The sender: one address, with or without a name. */
    public void setFrom(String from) throws AddressException {
        this.from = MailRecipients.parse(from).get(0);
    }

    /** Recipients with commas between; blank where every delivery has an address of its own. */
    public void setRecipients(String to) throws AddressException {
        if (!to.isBlank()) {
            MailRecipients.of(to, "");
        }
        this.to = to;
    }

    /** Further recipients with commas between; may be blank. */
    public void setCopies(String cc) throws AddressException {
        if (!cc.isBlank()) {
            MailRecipients.of(cc, "");
        }
        this.cc = cc;
    }

    /** Where answers go, commas between; blank for the sender. */
    public void setReplyTo(String replyTo) throws AddressException {
        this.replyTo = replyTo.isBlank() ? List.of() : MailRecipients.parse(replyTo);
    }

    /** Whether later mails of an incident repeat the first one's subject, with {@code Re:}. */
    public void setSameSubject(boolean sameSubject) {
        this.sameSubject = sameSubject;
    }

    @Override
    public void process(Exchange exchange) throws MessagingException {
        String key = text(exchange, "idempotencyKey");
        String messageId = id("delivery." + key);
        String subject = line(text(exchange, "subject"));
        MailThread thread = MailThread.of(exchange.getVariable("earlier", JsonNode.class), key, messageId, subject);
        MailRecipients recipients = recipients(text(exchange, "address"));
        IncidentMail mail = new IncidentMail(
                thread.memory(),
                recipients.all().stream()
                        .filter(address -> !thread.sent().contains(MailRefusal.word(address)))
                        .toList());
        mail.setFrom(from);
        mail.setRecipients(MimeMessage.RecipientType.TO, recipients.to().toArray(InternetAddress[]::new));
        mail.setRecipients(MimeMessage.RecipientType.CC, recipients.cc().toArray(InternetAddress[]::new));
        if (!replyTo.isEmpty()) {
            mail.setReplyTo(replyTo.toArray(InternetAddress[]::new));
        }
        boolean repeats = sameSubject && !thread.isFirst();
        mail.setSubject(repeats ? "Re: " + thread.firstSubject() : subject, StandardCharsets.UTF_8.name());
        mail.setSentDate(new Date(exchange.getClock().getCreated()));
        // RFC 3834: no holiday answer comes back.
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Tocsin-Delivery", word(text(exchange, "deliveryId")));
        String conversation = id("incident." + text(exchange, "incidentId"));
        mail.setHeader("References", thread.isFirst() ? conversation : conversation + " " + thread.root());
        mail.setHeader("In-Reply-To", thread.isFirst() ? conversation : thread.root());
        mail.setContent(parts(text(exchange, "text"), text(exchange, "html")));
        mail.saveChanges();
        mail.setHeader("Message-ID", messageId);
        exchange.setVariable(THREAD, thread.memory());
        exchange.getMessage().setBody(mail);
    }

    /** A delivery's own address stands for all of the receiver's. */
    private MailRecipients recipients(String address) throws AddressException {
        return address.isBlank() ? MailRecipients.of(to, cc) : MailRecipients.of(address, "");
    }

    // Of the alternatives a client shows the last that it can (RFC 2046, 5.1.4).
    private static MimeMultipart parts(String text, String html) throws MessagingException {
        MimeMultipart parts = new MimeMultipart("alternative");
        parts.addBodyPart(part(text, "plain"));
        parts.addBodyPart(part(html, "html"));
        return parts;
    }

    private static MimeBodyPart part(String content, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(content, StandardCharsets.UTF_8.name(), subtype);
        return part;
    }

    private String id(String name) {
        String domain = from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
        return "<tocsin." + word(name) + "@" + domain + ">";
    }

    private static String text(Exchange exchange, String variable) {
        return Optional.ofNullable(exchange.getVariable(variable, String.class)).orElse("");
    }

    private static String line(String text) {
        return Cut.to(SUBJECT, text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip());
    }

    private static String word(String text) {
        return text.replaceAll("[^A-Za-z0-9._-]", "-");
    }
}
