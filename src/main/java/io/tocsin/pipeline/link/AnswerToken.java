package io.tocsin.pipeline.link;

import com.github.f4b6a3.ulid.Ulid;
import io.tocsin.model.token.LinkSigner;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What an answer link says: whose it is, of which incident, by the delivery that it went out with, and until when it is valid.
 *
 * @param delivery the delivery's id
 * @param until a whole hour
 */
public record AnswerToken(String delivery, Instant until) {

    /** The link is for this and nothing else. */
    private static final String PURPOSE = "answer";

    private static final String DELIVERY = "dlv_";
    private static final int ID = 16;
    private static final int HOURS = 3;
    private static final int LENGTH = ID + HOURS;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    /** Of a delivery, valid for at least so long. */
    public static AnswerToken from(String delivery, Instant from, Duration validFor) {
        long hours = Math.floorDiv(from.plus(validFor).toEpochMilli() + HOUR - 1, HOUR);
        return new AnswerToken(delivery, Instant.ofEpochMilli(hours * HOUR));
    }

    /** 42 letters, digits, - and _; the last one is a letter. */
    public String sign(LinkSigner signer) {
        long hours = until.toEpochMilli() / HOUR;
        return signer.sign(
                PURPOSE,
                ByteBuffer.allocate(LENGTH)
                        .put(Ulid.from(delivery.substring(DELIVERY.length())).toBytes())
                        .put((byte) (hours >> 16))
                        .putShort((short) hours)
                        .array());
    }

    /** What was signed and is still valid; anything else is nothing, and takes as long. */
    public static Optional<AnswerToken> open(LinkSigner signer, String text, Instant now) {
        return signer.open(PURPOSE, LENGTH, text).map(AnswerToken::read).filter(token -> now.isBefore(token.until));
    }

    private static AnswerToken read(byte[] content) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        byte[] id = new byte[ID];
        buffer.get(id);
        long hours = (long) Byte.toUnsignedInt(buffer.get()) << 16 | Short.toUnsignedInt(buffer.getShort());
        return new AnswerToken(
                DELIVERY + Ulid.from(id).toString().toLowerCase(Locale.ROOT), Instant.ofEpochMilli(hours * HOUR));
    }
}
