package io.tocsin.channel;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Makes one e-mail of the variables {@code subject}, {@code text} and {@code html}: both forms in one message, for SMTP and
 * for SES alike. Its {@code Message-ID} is made of the delivery's idempotency key, so it is the same in every try, and all
 * mails of an incident name that incident in {@code References}, so a mail client shows them as one conversation.
 *
 * <p>The message is built here and not from Camel's headers, so that no header of an exchange can become one of a mail.
 */
public final class Mail implements Processor {
    private static final int SUBJECT = 200;

    private final InternetAddress from;
    private final InternetAddress[] to;
    private final InternetAddress[] replyTo;

    /**
     * A writer of mails.
     *
     * @param from one address, with or without a name
     * @param to one or more addresses with commas between
     * @param replyTo the same; may be blank
     * @throws AddressException where one is not what RFC 822 calls an address
     */
    public Mail(String from, String to, String replyTo) throws AddressException {
        this.from = addresses(from)[0];
        this.to = addresses(to);
        this.replyTo = replyTo.isBlank() ? new InternetAddress[0] : addresses(replyTo);
    }

    @Override
    public void process(Exchange exchange) throws MessagingException {
        MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
        mail.setFrom(from);
        mail.setRecipients(MimeMessage.RecipientType.TO, to);
        if (replyTo.length > 0) {
            mail.setReplyTo(replyTo);
        }
        mail.setSubject(line(text(exchange, "subject")), StandardCharsets.UTF_8.name());
        mail.setSentDate(new Date(exchange.getClock().getCreated()));
        // RFC 3834: no holiday answer comes back.
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Tocsin-Delivery", word(text(exchange, "deliveryId")));
        String conversation = id("incident." + text(exchange, "incidentId"));
        mail.setHeader("References", conversation);
        mail.setHeader("In-Reply-To", conversation);
        mail.setContent(parts(text(exchange, "text"), text(exchange, "html")));
        mail.saveChanges();
        mail.setHeader("Message-ID", id("delivery." + text(exchange, "idempotencyKey")));
        exchange.getMessage().setBody(mail);
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
        String value = exchange.getVariable(variable, String.class);
        return value == null ? "" : value;
    }

    private static String line(String text) {
        return Cut.to(SUBJECT, text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip());
    }

    private static String word(String text) {
        return text.replaceAll("[^A-Za-z0-9._-]", "-");
    }

    private static InternetAddress[] addresses(String text) throws AddressException {
        InternetAddress[] addresses = InternetAddress.parse(text, true);
        if (addresses.length == 0) {
            throw new AddressException("expected an address such as ops@example.org", text);
        }
        for (InternetAddress address : addresses) {
            address.validate();
        }
        return addresses;
    }
}
