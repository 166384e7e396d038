package io.tocsin.model.question;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.recipient.Recipients;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Something that people are asked, with what follows from their answer.
 *
 * @param id the hub's id of it
 * @param entry the entry under {@code questions:} that asks
 * @param brief what is asked
 * @param terms who may answer, and until when
 * @param receiver the receiver that takes the answer
 * @param consequence what it needs to know beside the answer, as its route reads it; never shown to readers
 * @param askedAt when it was asked
 * @param standing how it stands
 * @param telling how far the answer is on its way
 * @param outcome what came of it, in words; empty until something did
 * @param settledAt when it was over: answered, expired or withdrawn
 */
public record Question(
        String id,
        String entry,
        Brief brief,
        Terms terms,
        String receiver,
        ObjectNode consequence,
        Instant askedAt,
        Standing standing,
        Telling telling,
        String outcome,
        Optional<Instant> settledAt) {

    /** The label with who caused what is asked. */
    static final String STARTED_BY = "started_by";

    /** How far an answer is on its way to whoever waits for it. */
    public enum Telling {
        /** There is none. */
        NONE,
        /** It is being told. */
        PENDING,
        /** Whoever waited has it. */
        DONE,
        /** Whoever waited does not take it. */
        FAILED;

        /** The word used in JSON and the store. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The one of this word. */
        public static Telling ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** The same as it stands now. */
    public Question with(Standing next, Telling told, String words, Optional<Instant> settled) {
        return new Question(id, entry, brief, terms, receiver, consequence, askedAt, next, told, words, settled);
    }

    /** The same where these are known to have caused what is asked as well: their names and addresses. */
    public Question startedBy(Collection<String> others) {
        Terms more = terms.and(others);
        if (more.equals(terms)) {
            return this;
        }
        Map<String, String> labels = new LinkedHashMap<>(brief.labels());
        labels.put(STARTED_BY, String.join(", ", more.pushedBy()));
        return of(new Brief(brief.title(), brief.text(), brief.severity(), labels, brief.links()), more);
    }

    /** The same for its readers: while it is open its text says where nobody can be kept from answering for having started it. */
    public Question cautioned(Recipients recipients) {
        Optional<String> caution = standing.state() == State.OPEN ? terms.caution(recipients) : Optional.empty();
        if (caution.isEmpty()) {
            return this;
        }
        String text = brief.text().isEmpty() ? caution.get() : brief.text() + "\n" + caution.get();
        return of(new Brief(brief.title(), text, brief.severity(), brief.labels(), brief.links()), terms);
    }

    private Question of(Brief said, Terms more) {
        return new Question(
                id, entry, said, more, receiver, consequence, askedAt, standing, telling, outcome, settledAt);
    }
}
