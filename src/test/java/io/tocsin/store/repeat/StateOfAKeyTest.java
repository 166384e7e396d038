package io.tocsin.store.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.repeat.Known.Answer;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever senders, hubs, deaths of hubs and clocks do to a key, the model of what it may say holds. */
@Tag("slow")
class StateOfAKeyTest {

    private enum Step {
        TAKE_HERE,
        TAKE_THERE,
        TAKE_ANOTHER,
        ACT,
        ACT_AND_ANSWER,
        ANSWER,
        FAIL,
        REFUSED_OUTSIDE,
        DIE,
        A_MOMENT,
        A_MINUTE,
        A_DAY
    }

    private enum State {
        FREE,
        TAKEN,
        DONE,
        ANSWERED
    }

    private static final Answer ANSWER = new Answer(200, "", "{}");
    private static final Change<String, String> NOTHING = (tx, names, now) -> names;

    private static Path folder;
    private static SettableClock clock;
    private static Store store;
    private static Store second;
    private static int keys;

    /** What a key should say, and the tries that are under way: some of them only think that they are. */
    private final class Model {
        private State state = State.FREE;
        private String request = "";
        private String owner = "";
        private Instant begun = Instant.MIN;
        private int acts;
        private final List<String> tries = new ArrayList<>();
        private final String key = "key" + keys++;

        private Keyed keyed(String asked) {
            return Keyed.of("tok", key, asked);
        }

        void take(AnsweredRequests hub, String asked) {
            Instant now = clock.instant();
            Known known = hub.take(keyed(asked));
            boolean isOver = state == State.FREE || !now.isBefore(begun.plus(AnsweredRequests.KEPT));
            boolean isCutOff = !now.isBefore(begun.plus(AnsweredRequests.UNDER_WAY));
            if (isOver || state == State.TAKEN && isCutOff && request.equals(asked)) {
                assertThat(known).isInstanceOf(Known.New.class);
                acts = isOver ? 0 : acts;
                state = State.TAKEN;
                request = asked;
                begun = now;
                owner = ((Known.New) known).by();
                tries.add(owner);
            } else if (!request.equals(asked)) {
                assertThat(known).isEqualTo(new Known.Another());
            } else if (state == State.ANSWERED) {
                assertThat(known).isEqualTo(new Known.Answered(ANSWER));
            } else if (isCutOff) {
                assertThat(known).isEqualTo(new Known.Unanswered(begun));
            } else {
                assertThat(known).isInstanceOfSatisfying(Known.UnderWay.class, underWay -> assertThat(underWay.again())
                        .isBetween(Duration.ofSeconds(1), AnsweredRequests.UNDER_WAY));
            }
        }

        /** By whoever tried last and is not dead: it may have lost its key. */
        void act(AnsweredRequests hub, Optional<Answer> answer) {
            if (tries.isEmpty()) {
                return;
            }
            String by = tries.get(tries.size() - 1);
            boolean isDone;
            try {
                hub.doing(keyed(request), by, result -> answer, () -> store.submit(NOTHING, "")
                        .join());
                isDone = true;
            } catch (CompletionException fenced) {
                isDone = false;
            }
            assertThat(isDone).isEqualTo(by.equals(owner) && state != State.FREE);
            if (isDone) {
                acts++;
                state = answer.isPresent() ? State.ANSWERED : state == State.TAKEN ? State.DONE : state;
            }
        }

        void end(AnsweredRequests hub, Step how) {
            if (tries.isEmpty()) {
                return;
            }
            String by = tries.remove(tries.size() - 1);
            boolean isOwner = by.equals(owner);
            switch (how) {
                case ANSWER -> {
                    hub.answered(keyed(request), by, ANSWER);
                    state = isOwner && state != State.FREE ? State.ANSWERED : state;
                }
                case FAIL -> {
                    hub.forget(keyed(request), by, false);
                    state = isOwner && state == State.TAKEN ? State.FREE : state;
                }
                default -> {
                    hub.forget(keyed(request), by, true);
                    state = isOwner ? State.FREE : state;
                }
            }
        }
    }

    @BeforeContainer
    static void open() throws IOException {
        folder = Files.createTempDirectory("keys");
        clock = new SettableClock(Instant.parse("2026-11-30T08:00:00Z"));
        store = Store.open(TestStores.at(folder.resolve("hub.db")), clock);
        second = Store.open(TestStores.at(folder.resolve("hub.db")), clock);
    }

    @AfterContainer
    static void close() {
        store.close();
        second.close();
    }

    @Property(tries = 60)
    void aKeySaysWhatItsModelSays(@ForAll @Size(max = 25) List<Step> steps) {
        AnsweredRequests here = new AnsweredRequests(store);
        AnsweredRequests there = new AnsweredRequests(second);
        Model model = new Model();
        for (Step step : steps) {
            switch (step) {
                case TAKE_HERE -> model.take(here, "one");
                case TAKE_THERE -> model.take(there, "one");
                case TAKE_ANOTHER -> model.take(there, "another");
                case ACT -> model.act(here, Optional.empty());
                case ACT_AND_ANSWER -> model.act(here, Optional.of(ANSWER));
                case ANSWER, FAIL, REFUSED_OUTSIDE -> model.end(there, step);
                case DIE -> model.tries.clear();
                case A_MOMENT -> clock.advance(Duration.ofSeconds(7));
                case A_MINUTE -> clock.advance(AnsweredRequests.UNDER_WAY);
                case A_DAY -> clock.advance(AnsweredRequests.KEPT);
            }
        }
    }
}
