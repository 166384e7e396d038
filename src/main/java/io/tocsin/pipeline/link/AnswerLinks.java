package io.tocsin.pipeline.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.token.LinkSigner;
import io.tocsin.store.sql.Id;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;

/**
 * Gives messages of incidents that go on, and of questions, a link by which their readers answer: {@code .answer.url}. Of incidents engineers
 * alone get one: whoever has it can acknowledge.
 */
public final class AnswerLinks {

    /** Where the page is, below the hub's address: short, since an SMS has it. */
    public static final String PATH = "/a/";

    private static final Set<String> KINDS = EnumSet.of(
                    NoticeKind.OPENED,
                    NoticeKind.UPDATED,
                    NoticeKind.ESCALATED,
                    NoticeKind.REMINDER,
                    NoticeKind.ACKNOWLEDGED)
            .stream()
            .map(NoticeKind::word)
            .collect(Collectors.toUnmodifiableSet());

    private final LinkSigner signer;
    private final String url;
    private final Duration validFor;

    /**
     * @param signer signs them
     * @param url where people reach the hub; empty where nobody said, and there are no links
     * @param validFor for how long from the first try on; zero for no links
     */
    public AnswerLinks(LinkSigner signer, String url, Duration validFor) {
        this.signer = signer;
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.validFor = validFor;
    }

    /** Those that the hub bound into this context; empty where it has none, as in a test. */
    public static Optional<AnswerLinks> of(CamelContext context) {
        return Optional.ofNullable(CamelContextHelper.findSingleByType(context, AnswerLinks.class));
    }

    /**
     * Adds the link where there is one. It is the same in every try, as a provider that knows a message again expects.
     *
     * @param message with its recipient
     */
    public void addTo(ObjectNode message, Delivery delivery) {
        if (url.isEmpty() || validFor.isZero() || delivery.isDigest() || !isFor(message)) {
            return;
        }
        AnswerToken token = AnswerToken.from(delivery.id(), delivery.firstAttemptAt(), validFor);
        message.putObject("answer")
                .put("url", url + PATH + token.sign(signer))
                .put("until", token.until().toString());
    }

    /** Whether a message is one that carries a link, where the hub has links. @param message with its recipient */
    public static boolean isFor(ObjectNode message) {
        return KINDS.contains(message.at("/notice/kind").asText())
                && (isOpenQuestion(message) || isOpenIncident(message));
    }

    /** Who may answer is said by the question, whatever else they read. */
    private static boolean isOpenQuestion(ObjectNode message) {
        return Id.QUESTION.names(message.at("/incident/id").asText())
                && message.at("/question/state").asText().equals("open");
    }

    private static boolean isOpenIncident(ObjectNode message) {
        return !message.at("/incident/status").asText().equals("resolved")
                && Id.INCIDENT.names(message.at("/incident/id").asText())
                && message.at("/recipient/audience").asText("technical").equals("technical");
    }
}
