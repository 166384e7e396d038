package io.tocsin.pipeline.answer;

import io.tocsin.model.token.LinkSigner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was done by a link just now, signed, so that the page which says so can be fetched, and fetched again, without doing it again.
 *
 * @param act its word
 * @param answered what came of it; never refused
 */
public record AnswerNote(String act, Answered answered) {

    /** Somebody who sees the page anew after that is shown how the incident stands, and no more. */
    static final Duration SHOWN = Duration.ofMinutes(10);

    private static final String PURPOSE = "answered ";
    private static final int PARTS = 5;
    private static final int BITS = 6;

    /** For whoever has the link of this delivery, and nobody else. */
    String sign(LinkSigner signer, String delivery, Instant now) {
        String content = String.join(
                "\n",
                Long.toString(now.toEpochMilli()),
                act,
                answered.outcome().name(),
                answered.at().map(at -> Long.toString(at.toEpochMilli())).orElse(""),
                answered.by().orElse(""));
        return signer.sign(PURPOSE + delivery, content.getBytes(StandardCharsets.UTF_8));
    }

    /** What was signed for this delivery, and is new; anything else is nothing. */
    static Optional<AnswerNote> open(LinkSigner signer, String delivery, String text, Instant now) {
        int length = text.length() * BITS / Byte.SIZE - LinkSigner.MAC;
        return length < 0
                ? Optional.empty()
                : signer.open(PURPOSE + delivery, length, text)
                        .map(content -> new String(content, StandardCharsets.UTF_8).split("\n", PARTS))
                        .filter(parts -> time(parts[0]).plus(SHOWN).isAfter(now))
                        .map(AnswerNote::read);
    }

    private static AnswerNote read(String[] parts) {
        return new AnswerNote(
                parts[1],
                new Answered(
                        Answered.Outcome.valueOf(parts[2]),
                        some(parts[4]),
                        some(parts[3]).map(AnswerNote::time),
                        ""));
    }

    private static Optional<String> some(String text) {
        return Optional.of(text).filter(any -> !any.isEmpty());
    }

    private static Instant time(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
