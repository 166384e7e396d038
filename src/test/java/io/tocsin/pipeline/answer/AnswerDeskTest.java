package io.tocsin.pipeline.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.token.LinkSigner;
import io.tocsin.pipeline.link.AnswerToken;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is guessed or altered is as much work as what is over: each key is tried, and there is no look into the store. */
class AnswerDeskTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:20:30Z");

    private final AtomicInteger tried = new AtomicInteger();
    private final LinkSigner signer = new LinkSigner(() -> new AbstractList<>() {
        @Override
        public byte[] get(int index) {
            tried.incrementAndGet();
            byte[] key = new byte[32];
            key[0] = (byte) index;
            return key;
        }

        @Override
        public int size() {
            return 2;
        }
    });

    /** Without a store: a look into it is an error. */
    private final AnswerDesk desk =
            new AnswerDesk(null, new ObjectMapper(), null, signer, Recipients::none, () -> NOW, null);

    private String link(Instant from) {
        return AnswerToken.from("dlv_01arz3ndektsv4rrffq69g5fav", from, Duration.ofHours(1))
                .sign(signer);
    }

    private int work(String link) {
        tried.set(0);
        assertThat(desk.open(link)).isEmpty();
        return tried.get();
    }

    @Test
    void whatIsOverGuessedAlteredOrNoLinkAtAllIsTheSameWork() {
        String over = link(NOW.minus(Duration.ofDays(1)));
        String good = link(NOW);
        String altered = (good.charAt(0) == 'A' ? 'B' : 'A') + good.substring(1);
        assertThat(List.of(work(over), work(altered), work("A".repeat(42)), work("x"), work("%"), work("")))
                .containsOnly(2);
        assertThatThrownBy(() -> desk.open(good)).isInstanceOf(NullPointerException.class);
    }
}
