package io.tocsin.channel.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** A mail about an incident, and how its sending went. Not for use by several threads. */
public final class IncidentMail extends MimeMessage {
    private final ObjectNode thread;
    private final List<InternetAddress> missing;
    private boolean written;
    private Optional<MailRefusal> refusal = Optional.empty();

    /**
     * An empty mail.
     *
     * @param thread what is remembered of the incident's mails, this one included
     * @param missing who has to get it: the recipients without those that got it in an earlier try
     */
    IncidentMail(ObjectNode thread, List<InternetAddress> missing) {
        super(Session.getInstance(new Properties()));
        this.thread = thread;
        this.missing = List.copyOf(missing);
    }

    public ObjectNode thread() {
        return thread;
    }

    List<InternetAddress> missing() {
        return missing;
    }

    /** Starts another send. */
    void toBeWritten() {
        written = false;
    }

    /** Whether its last line was written, so that a server may have it although no answer came. */
    boolean wasWritten() {
        return written;
    }

    /** Keeps what the server refused for after the breaker. */
    void refuse(MailRefusal refused) {
        refusal = Optional.of(refused);
    }

    Optional<MailRefusal> refusal() {
        return refusal;
    }

    @Override
    public void writeTo(OutputStream stream, String[] ignored) throws IOException, MessagingException {
        super.writeTo(stream, ignored);
        written = true;
    }
}
