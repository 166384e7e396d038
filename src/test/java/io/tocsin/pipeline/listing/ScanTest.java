package io.tocsin.pipeline.listing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** A list of numbers, the highest first, of which each came a second after the one before. */
class ScanTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final ListFilter ALL = new ListFilter(Map.of(), "", Instant.EPOCH);

    private final AtomicLong nanos = new AtomicLong();

    private record Numbers(int highest, int every) implements Listed {

        @Override
        public boolean isCursor(String text) {
            return true;
        }

        @Override
        public String before(Instant until) {
            return Long.toString(Math.min(highest, until.getEpochSecond() - BEGIN.getEpochSecond() + 2) + 1);
        }

        @Override
        public List<Row> after(Handle tx, String cursor, int most, ListFilter filter) {
            int first = cursor.isEmpty() ? highest : Integer.parseInt(cursor) - 1;
            return IntStream.iterate(first, number -> number > 0, number -> number - 1)
                    .limit(most)
                    .mapToObj(number -> new Row(
                            Integer.toString(number),
                            BEGIN.plusSeconds(number),
                            new ObjectMapper().createObjectNode().put("id", number)))
                    .toList();
        }

        @Override
        public Optional<ObjectNode> entry(ObjectNode row, ListFilter filter) {
            return Optional.of(row).filter(one -> one.path("id").asInt() % every == 0);
        }
    }

    @Test
    void pagesFollowEachOtherWithoutAGapOrARepeat() {
        ListPage first = scan(10_000).page(null, new Numbers(1_000, 100), ALL, 4, "");
        assertThat(ids(first)).containsExactly(1_000, 900, 800, 700);
        ListPage second = scan(10_000)
                .page(null, new Numbers(1_000, 100), ALL, 4, first.next().orElseThrow());
        assertThat(ids(second)).containsExactly(600, 500, 400, 300);
        ListPage third = scan(10_000)
                .page(null, new Numbers(1_000, 100), ALL, 4, second.next().orElseThrow());
        assertThat(ids(third)).containsExactly(200, 100);
        assertThat(third.next()).isEmpty();
        assertThat(third.back()).contains(BEGIN.plusSeconds(1));
    }

    @Test
    void aPageThatEndsTheListHasNoNext() {
        ListPage page = scan(10_000).page(null, new Numbers(3, 1), ALL, 3, "");
        assertThat(ids(page)).containsExactly(3, 2, 1);
        assertThat(page.next()).isEmpty();
        assertThat(page.looked()).isEqualTo(3);
    }

    @Test
    void aPageSaysHowFarItLookedAndFromWhereToGoOn() {
        ListPage page = scan(600).page(null, new Numbers(10_000, 5_000), ALL, 10, "");
        assertThat(ids(page)).containsExactly(10_000);
        assertThat(page.looked()).isEqualTo(600);
        assertThat(page.next()).contains("9401");
        assertThat(page.back()).contains(BEGIN.plusSeconds(9_401));
    }

    @Test
    void whatTakesTooLongStopsAfterAChunk() {
        Scan slow = new Scan(10_000, Duration.ofSeconds(2), () -> nanos.getAndAdd(1_500_000_000L));
        ListPage page = slow.page(null, new Numbers(10_000, 20_000), ALL, 10, "");
        assertThat(page.entries()).isEmpty();
        assertThat(page.looked()).isEqualTo(500);
        assertThat(page.next()).contains("9501");
    }

    @Test
    void whatIsOlderIsNotReadToTheEnd() {
        ListFilter lately = new ListFilter(Map.of(), "", BEGIN.plusSeconds(9_990));
        ListPage page = scan(10_000).page(null, new Numbers(10_000, 1), lately, 100, "");
        assertThat(ids(page)).hasSize(11).startsWith(10_000).endsWith(9_990);
        assertThat(page.next()).isEmpty();
        assertThat(page.looked()).isEqualTo(500);
    }

    @Test
    void whatIsNewerIsPassedOver() {
        ListFilter before = new ListFilter(Map.of(), "", "", Optional.empty(), Instant.EPOCH, BEGIN.plusSeconds(5_000));
        ListPage page = scan(10_000).page(null, new Numbers(10_000, 1), before, 3, "");
        assertThat(ids(page)).containsExactly(4_999, 4_998, 4_997);
        assertThat(page.looked()).isLessThan(10);
    }

    private Scan scan(int most) {
        return new Scan(most, Duration.ofSeconds(2), nanos::get);
    }

    private static List<Integer> ids(ListPage page) {
        return page.entries().stream().map(entry -> entry.path("id").asInt()).toList();
    }
}
