package io.tocsin.channel.mail;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.channel.http.ReadHttpAnswer;
import io.tocsin.model.delivery.SendRefusedException;
import jakarta.mail.MessagingException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Judges, after the breaker, what an SMTP server refused: it works, so a wrong address must not open the breaker for the
 * others. Who has the mail is remembered in the variable {@value Mail#THREAD}, so that a retry or a redrive goes only to
 * those who have not.
 */
public final class MailVerdict implements Processor {

    /**
     * @throws MessagingException where the server took the mail for nobody
     * @throws SendRefusedException where it took it for some
     */
    @Override
    public void process(Exchange exchange) throws MessagingException, SendRefusedException {
        IncidentMail mail = exchange.getMessage().getBody(IncidentMail.class);
        String key = exchange.getVariable("idempotencyKey", String.class);
        ObjectNode thread = mail.thread();
        Optional<MailRefusal> refusal = mail.refusal();
        if (refusal.isEmpty()) {
            thread.withObject("/" + Mail.SENT).remove(key);
            exchange.setVariable(Mail.THREAD, thread);
            int count = mail.missing().size();
            exchange.setVariable(
                    ReadHttpAnswer.ANSWER, "accepted for " + count + (count == 1 ? " recipient" : " recipients"));
            return;
        }
        if (!refusal.get().isPartial()) {
            throw refusal.get().thrown();
        }
        ArrayNode sent = thread.withObject("/" + Mail.SENT).withArray(key);
        refusal.get().accepted().forEach(sent::add);
        exchange.setVariable(Mail.THREAD, thread);
        throw refusal.get().toException();
    }
}
