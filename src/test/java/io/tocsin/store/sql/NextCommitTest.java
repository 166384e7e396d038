package io.tocsin.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

class NextCommitTest {

    private static final Change<Integer, Integer> ACCEPT = new Rows(true);
    private static final Change<Integer, Integer> DECIDE = new Rows(false);

    private final AtomicLong nanos = new AtomicLong(1_000_000_000);
    private final List<Submission> unhurried = new ArrayList<>();
    private final NextCommit waiting = new NextCommit(nanos::get);

    /** An input is so many rows. */
    private record Rows(boolean isAccept) implements Change<Integer, Integer> {
        @Override
        public List<Integer> apply(Handle tx, List<Integer> inputs, Instant now) {
            return inputs;
        }

        @Override
        public int rows(Integer input) {
            return input;
        }
    }

    @Test
    void whatHasTimeComesWithTheNextCommit() throws Exception {
        Submission settled = add(DECIDE, 1, Duration.ofMillis(15));
        Submission decided = add(DECIDE, 1, Duration.ZERO);

        assertThat(waiting.next()).containsExactlyInAnyOrder(settled, decided);
    }

    @Test
    void orAloneWhenItsTimeHasCome() throws Exception {
        Submission settled = add(DECIDE, 1, Duration.ofMillis(15));
        assertThat(waiting.next()).isEmpty(); // it was looked at, and not waited for
        nanos.addAndGet(Duration.ofMillis(15).toNanos());

        assertThat(waiting.next()).containsExactly(settled);
    }

    @Test
    void whatNoSenderWaitsForComesWithASendersCommit() throws Exception {
        add(ACCEPT, 1, Duration.ZERO);
        waiting.next();
        Submission decided = add(DECIDE, 1, Duration.ZERO);
        Submission accepted = add(ACCEPT, 1, Duration.ZERO);

        assertThat(waiting.next()).containsExactlyInAnyOrder(decided, accepted);
    }

    @Test
    void orAMomentAfterTheLastCommitAndAtOnceWhereThatIsOver() throws Exception {
        add(ACCEPT, 1, Duration.ZERO);
        waiting.next();
        Submission decided = add(DECIDE, 1, Duration.ZERO);
        long began = System.nanoTime();
        assertThat(waiting.next()).containsExactly(decided);
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(NextCommit.APART_NANOS);

        Submission next = add(DECIDE, 1, Duration.ZERO);
        nanos.addAndGet(NextCommit.APART_NANOS);
        Thread.currentThread().interrupt(); // whoever waits would say so
        assertThat(waiting.next()).containsExactly(next);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void orAtOnceWhereItIsMuch() throws Exception {
        add(ACCEPT, 1, Duration.ZERO);
        waiting.next();
        Submission decided = add(DECIDE, 300, Duration.ZERO);
        Thread.currentThread().interrupt();

        assertThat(waiting.next()).containsExactly(decided);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whileSendersPressTheyComeFirstAndTheRestTakesAPartOfACommitNowAndThen() throws Exception {
        List<Submission> decided = IntStream.range(0, 10)
                .mapToObj(i -> add(DECIDE, 100, Duration.ZERO))
                .toList();
        press();
        List<Submission> first = waiting.next();
        assertThat(first).hasSize(NextCommit.PRESS + 1).contains(decided.get(0));
        press();
        assertThat(waiting.next()).hasSize(NextCommit.PRESS).doesNotContainAnyElementsOf(decided);
        press();
        nanos.addAndGet(NextCommit.YIELDS_NANOS);
        assertThat(waiting.next()).hasSize(NextCommit.PRESS + 1).contains(decided.get(1));

        assertThat(waiting.next()).as("the next may come").containsExactly(decided.get(2));
        nanos.addAndGet(NextCommit.SENDERS_NANOS);
        assertThat(waiting.next()).as("the press is over").containsExactlyElementsOf(decided.subList(3, 8));
    }

    @Test
    void aSenderWaitsForHalfOfALargeDecisionAndDoesNotStopThem() throws Exception {
        Submission large = add(DECIDE, 400, Duration.ZERO);
        Submission other = add(DECIDE, 400, Duration.ZERO);
        Submission accepted = add(ACCEPT, 1, Duration.ZERO);
        assertThat(waiting.next()).containsExactly(accepted);

        Submission next = add(ACCEPT, 1, Duration.ZERO);
        assertThat(waiting.next()).containsExactly(large, next);

        Submission last = add(ACCEPT, 1, Duration.ZERO);
        assertThat(waiting.next()).containsExactly(last);
        assertThat(waiting.next()).containsExactly(other);
    }

    @Test
    void aFewSendersAreNoPress() throws Exception {
        add(DECIDE, 1, Duration.ZERO);
        waiting.next();
        Submission accepted = add(ACCEPT, NextCommit.PRESS - 1, Duration.ZERO);
        Submission decided = add(DECIDE, 1, Duration.ZERO);

        assertThat(waiting.next()).containsExactlyInAnyOrder(accepted, decided);
    }

    @Property(tries = 30)
    void everythingIsInOneCommitAndACommitHasAtMostSoManyRows(
            @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 500) Integer> sizes) throws Exception {
        List<Submission> all = new ArrayList<>();
        List<Submission> committed = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            Change<Integer, Integer> change = sizes.get(i) % 2 == 0 ? ACCEPT : DECIDE;
            all.add(add(change, sizes.get(i), i % 5 == 0 ? Duration.ofMillis(15) : Duration.ZERO));
            if (i % 3 == 0) {
                commit(committed);
            }
        }
        nanos.addAndGet(Duration.ofMillis(15).toNanos());
        for (int commits = 0; !waiting.isEmpty(); commits++) {
            assertThat(commits).isLessThan(200);
            nanos.addAndGet(Duration.ofMillis(1).toNanos());
            commit(committed);
        }

        assertThat(committed).containsExactlyInAnyOrderElementsOf(all);
    }

    private void commit(List<Submission> committed) throws InterruptedException {
        List<Submission> group = waiting.next();
        assertThat(group.stream()
                        .filter(each -> !unhurried.contains(each))
                        .mapToLong(Submission::rows)
                        .sum())
                .isLessThanOrEqualTo(NextCommit.MOST_ROWS);
        committed.addAll(group);
    }

    private void press() {
        for (int i = 0; i < NextCommit.PRESS; i++) {
            add(ACCEPT, 1, Duration.ZERO);
        }
    }

    private Submission add(Change<Integer, Integer> change, int rows, Duration within) {
        Submission submission = new Submission(
                List.of(new Submission.Pending<>(change, rows, new CompletableFuture<>())),
                nanos.get() + within.toNanos());
        waiting.add(submission);
        if (!within.isZero()) {
            unhurried.add(submission);
        }
        return submission;
    }
}
