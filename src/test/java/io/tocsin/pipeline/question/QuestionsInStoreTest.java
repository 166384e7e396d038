package io.tocsin.pipeline.question;

import static io.tocsin.model.recipient.TestPeople.HERE;
import static io.tocsin.model.recipient.TestPeople.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.model.question.Approval;
import io.tocsin.model.question.Approval.Awaited;
import io.tocsin.model.question.Approval.Over;
import io.tocsin.model.question.Approval.Run;
import io.tocsin.model.question.Choice;
import io.tocsin.model.question.Entries;
import io.tocsin.model.question.Question;
import io.tocsin.model.question.QuestionEntry;
import io.tocsin.model.question.State;
import io.tocsin.model.question.Vote;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Resolution;
import io.tocsin.model.recipient.Team;
import io.tocsin.pipeline.incident.IncidentBook.Unreached;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Questions in a real store: asked once, decided once with one consequence, whoever answers at the same time. */
@Tag("store")
@Timeout(60)
class QuestionsInStoreTest {

    private static final Recipients PEOPLE = new Recipients(
            List.of(person("ann"), person("ben"), person("cyd")),
            List.of(new Team("platform", List.of("ann", "ben", "cyd"), HERE)),
            List.of());

    @TempDir
    Path folder;

    private TestCorridor test;
    private Questions questions;
    private Change<List<QuestionNews>, Boolean> taking;
    private Change<String, Boolean> following;
    private final List<Unreached> unreached = new ArrayList<>();

    @BeforeEach
    void open() {
        test = new TestCorridor(folder);
        Notifying notifying = new Notifying(Map::of, () -> PEOPLE);
        questions = new Questions(test.corridor, notifying);
        TakeQuestionNews take = new TakeQuestionNews(test.corridor, notifying);
        taking = (tx, news, now) -> news.stream()
                .map(one -> {
                    unreached.addAll(take.write(tx, one, now));
                    return true;
                })
                .toList();
        following = FollowQuestions.of(test.corridor, notifying);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static Awaited awaited(String execution) {
        return awaited(execution, Optional.empty());
    }

    private static Awaited awaited(String execution, Optional<Instant> at) {
        return new Awaited(
                new Approval.Place("111122223333", "eu-west-1", "prod-deploy"),
                "Production",
                "Approve",
                "execution a-" + execution,
                at,
                Optional.of(execution),
                Optional.of("a-" + execution),
                Optional.empty(),
                Optional.empty(),
                "",
                List.of());
    }

    /** As SNS tells it: by a token and no execution. */
    private static Awaited notified(String token) {
        return new Awaited(
                new Approval.Place("111122223333", "eu-west-1", "prod-deploy"),
                "Production",
                "Approve",
                "token " + token,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(token),
                Optional.empty(),
                "",
                List.of());
    }

    private static Over ended(String execution, Optional<Instant> at) {
        return new Over(execution, Optional.empty(), at, "the execution was stopped");
    }

    private static Over approved(String execution) {
        return new Over(
                execution,
                Optional.of("execution a-" + execution),
                Optional.empty(),
                "it was approved in CodePipeline");
    }

    private void take(Approval approval) {
        take("aws", approval);
    }

    private void take(String source, Approval approval) {
        test.commit(
                taking,
                List.of(new QuestionNews(
                        "evt_1", source, approval, Optional.empty(), new Resolution(List.of(), List.of()))));
    }

    private String ask(String execution) {
        return ask(awaited(execution), Entries.production());
    }

    private String ask(Awaited awaited, QuestionEntry entry) {
        return ask(awaited, entry, new Resolution(List.of(Address.of("hook")), List.of()));
    }

    private String ask(Awaited awaited, QuestionEntry entry, Resolution to) {
        test.commit(taking, List.of(new QuestionNews("evt_1", "aws", awaited, Optional.of(entry), to)));
        return test.column("SELECT id FROM question ORDER BY id DESC").get(0);
    }

    private State state(String id) {
        return questions.find(id).orElseThrow().standing().state();
    }

    private QuestionAnswered answer(String id, String who, Choice choice) {
        return questions.answer(new QuestionOrder(
                id, new Vote(Optional.of(who), who, "link", choice, ""), who + " (link)", Optional.empty()));
    }

    private long notices(String id, String kind) {
        return Long.parseLong(
                test.column("SELECT count(*) FROM notice WHERE incident_id = '" + id + "' AND kind = '" + kind + "'")
                        .get(0));
    }

    private long consequences(String id) {
        return Long.parseLong(test.column("SELECT count(*) FROM notice WHERE incident_id = '" + id
                        + "' AND receivers = '[\"codepipeline\"]'")
                .get(0));
    }

    @Test
    void theSameApprovalIsAskedOnceAndKnowsWhatItsExecutionRuns() {
        take(new Run("e-1", "8cf40f2", "Add a licence", "https://example.com/1", List.of()));
        take(new Run("e-1", "", "", "", List.of("max")));
        String id = ask("e-1");
        assertThat(ask("e-1")).isEqualTo(id);
        assertThat(notices(id, "opened")).isEqualTo(1);
        assertThat(questions.find(id).orElseThrow().brief().labels())
                .containsEntry("revision", "8cf40f2")
                .containsEntry("started_by", "max");
        assertThat(questions.page(Optional.of(State.OPEN), "", 10)).hasSize(1);
        assertThat(questions.page(Optional.of(State.EXPIRED), "", 10)).isEmpty();
    }

    @Test
    void threePeopleAtOnceDecideItOnceWithOneConsequence() throws Exception {
        String id = ask("e-1");
        CyclicBarrier together = new CyclicBarrier(3);
        List<CompletableFuture<QuestionAnswered>> answers = List.of("ann", "ben", "cyd").stream()
                .map(who -> CompletableFuture.supplyAsync(() -> {
                    try {
                        together.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return answer(id, who, Choice.APPROVE);
                }))
                .toList();
        long counted = answers.stream()
                .map(CompletableFuture::join)
                .filter(QuestionAnswered::changed)
                .count();
        assertThat(counted).isEqualTo(2); // two are needed, and the third comes too late
        assertThat(questions.find(id).orElseThrow().standing().state()).isEqualTo(State.APPROVED);
        assertThat(consequences(id)).isEqualTo(1);
        assertThat(test.column("SELECT action FROM audit WHERE target = '" + id + "' ORDER BY action"))
                .containsExactly("question.answer", "question.answer", "question.refuse");
    }

    @Test
    void whatAProviderSendsTwiceCountsOnce() {
        String id = ask("e-1");
        QuestionOrder order = new QuestionOrder(
                id,
                new Vote(Optional.of("ann"), "ann", "slack", Choice.APPROVE, ""),
                "ann (slack)",
                Optional.of("slack 1.2.3"));
        assertThat(questions.answer(order).changed()).isTrue();
        assertThat(questions.answer(order).ruling()).isEmpty();
        assertThat(test.column("SELECT action FROM audit")).hasSize(1);
        assertThat(answer("qst_none", "ann", Choice.APPROVE).question()).isEmpty();
    }

    @Test
    void theConsequencesEndIsTheQuestionsEnd() {
        String id = ask("e-1");
        answer(id, "ann", Choice.REJECT);
        test.clock.advance(Duration.ofSeconds(1));
        test.commit(following, id);
        assertThat(notices(id, "resolved")).isZero();
        test.clock.advance(Duration.ofSeconds(15));
        test.commit(following, id);
        test.clock.advance(Duration.ofSeconds(15));
        test.commit(following, id);
        assertThat(notices(id, "acknowledged")).isEqualTo(1);
        test.store
                .submit(
                        (Change<String, Boolean>) (tx, ids, now) -> ids.stream()
                                .map(one -> tx.execute("""
                                        INSERT INTO delivery (id, notice_id, incident_id, version, receiver, address, fallback_of, priority,
                                                              state, reason, created_at, due_at)
                                        SELECT 'dlv_1', id, incident_id, version, 'codepipeline', '', '', 2, 'dead', 'no', 1, 1
                                        FROM notice WHERE incident_id = ? AND receivers = '["codepipeline"]'
                                        """, one) > 0)
                                .toList(),
                        id)
                .join();
        test.clock.advance(Duration.ofSeconds(15));
        test.commit(following, id);
        assertThat(questions.find(id).orElseThrow().outcome()).isEqualTo("no");
        assertThat(notices(id, "resolved")).isEqualTo(1);
        test.clock.advance(Duration.ofMinutes(2));
        test.commit(following, id);
        assertThat(notices(id, "resolved")).isEqualTo(1);
    }

    @Test
    void aNewerApprovalOfTheSameActionAndAnEndOfItsExecutionWithdrawIt() {
        String first = ask("e-1");
        String second = ask("e-2");
        assertThat(questions.find(first).orElseThrow().standing().state()).isEqualTo(State.WITHDRAWN);
        take(ended("e-2", Optional.empty()));
        assertThat(questions.find(second).orElseThrow().outcome()).isEqualTo("The execution was stopped");
        assertThat(answer(second, "ann", Choice.APPROVE).refused()).isPresent();
        assertThat(consequences(first) + consequences(second)).isZero();
        take(ended("e-2", Optional.empty()));
        assertThat(notices(second, "resolved")).isEqualTo(1);
    }

    @Test
    void whatHasATokenOfItsOwnIsNotWithdrawnByAnother() {
        String event = ask("e-0");
        String first = ask(notified("t-1"), Entries.production());
        String second = ask(notified("t-2"), Entries.production());
        assertThat(state(event)).isEqualTo(State.WITHDRAWN); // its token would be found by the action's name alone
        ask("e-1");
        assertThat(state(first)).isEqualTo(State.OPEN);
        assertThat(state(second)).isEqualTo(State.OPEN);
    }

    @Test
    void anotherSourceNeitherEndsWhatIsGuardedNorSaysWhoStartedIt() {
        QuestionEntry guarded = Entries.listeningTo(List.of("aws"));
        take("elsewhere", new Run("e-1", "forged", "Nothing to see", "", List.of("ann")));
        take("aws", new Run("e-1", "8cf40f2", "Add a licence", "", List.of("ben")));
        String id = ask(awaited("e-1"), guarded);
        Question asked = questions.find(id).orElseThrow();
        assertThat(asked.terms().pushedBy()).containsExactly("ben");
        assertThat(asked.brief().labels()).containsEntry("revision", "8cf40f2");
        take("elsewhere", ended("e-1", Optional.empty()));
        take("elsewhere", approved("e-1"));
        assertThat(state(id)).isEqualTo(State.OPEN);
        take("aws", approved("e-1"));
        assertThat(state(id)).isEqualTo(State.WITHDRAWN);
    }

    @Test
    void whoIsKnownOnlyLaterToHaveStartedItDoesNotAnswerItEither() {
        take(new Run("e-1", "", "", "", List.of("ben")));
        String id = ask("e-1");
        take(new Run("e-1", "", "", "", List.of("ann@example.com")));
        assertThat(questions.find(id).orElseThrow().brief().labels())
                .containsEntry("started_by", "ben, ann@example.com");
        assertThat(questions.mayAnswer(questions.find(id).orElseThrow(), Optional.of("ann")))
                .isFalse();
        assertThat(answer(id, "ann", Choice.APPROVE).refused()).isPresent();
        assertThat(answer(id, "ben", Choice.APPROVE).refused()).isPresent();
        assertThat(answer(id, "cyd", Choice.APPROVE).changed()).isTrue();
        // and it is kept with the question, however long what its events said is
        assertThat(test.column("SELECT content FROM question").get(0)).contains("ann@example.com");
    }

    @Test
    void whatBeganEarlierNeverWithdrawsWhatBeganLater() {
        String newer = ask(awaited("e-2", Optional.of(TestCorridor.START)), Entries.production());
        String older = ask(awaited("e-1", Optional.of(TestCorridor.START.minusSeconds(60))), Entries.production());
        assertThat(state(newer)).isEqualTo(State.OPEN);
        assertThat(state(older)).isEqualTo(State.WITHDRAWN);
        assertThat(notices(older, "opened") + notices(older, "resolved")).isZero();
        String newest = ask(awaited("e-3", Optional.of(TestCorridor.START.plusSeconds(60))), Entries.production());
        assertThat(state(newer)).isEqualTo(State.WITHDRAWN);
        assertThat(state(newest)).isEqualTo(State.OPEN);
    }

    @Test
    void whatEndedBeforeItsBeginningWasHeardOfIsAskedOfNobody() {
        take(approved("e-1"));
        take(ended("e-2", Optional.of(TestCorridor.START.plusSeconds(5))));
        for (String execution : List.of("e-1", "e-2")) {
            String id = ask(awaited(execution, Optional.of(TestCorridor.START)), Entries.production());
            assertThat(state(id)).isEqualTo(State.WITHDRAWN);
            assertThat(notices(id, "opened") + notices(id, "resolved")).isZero();
            assertThat(answer(id, "ann", Choice.APPROVE).refused()).isPresent();
        }
        assertThat(test.column("SELECT outcome FROM question ORDER BY id"))
                .containsExactly("It was approved in CodePipeline", "The execution was stopped");
    }

    @Test
    void anEndIsNoneOfWhatBeganAfterItAsWhereAStageIsTriedAgain() {
        take(ended("e-1", Optional.of(TestCorridor.START)));
        String again = ask(awaited("e-1", Optional.of(TestCorridor.START.plusSeconds(60))), Entries.production());
        assertThat(notices(again, "opened")).isEqualTo(1);
        take(ended("e-1", Optional.of(TestCorridor.START.plusSeconds(30)))); // late
        assertThat(state(again)).isEqualTo(State.OPEN);
        take(ended("e-1", Optional.of(TestCorridor.START.plusSeconds(60))));
        assertThat(state(again)).isEqualTo(State.WITHDRAWN);
    }

    @Test
    void anEndThatAnotherSourceSaidBeforeIsNone() {
        take("elsewhere", approved("e-1"));
        take(approved("e-2"));
        assertThat(state(ask(awaited("e-1"), Entries.listeningTo(List.of("aws")))))
                .isEqualTo(State.OPEN);
    }

    @Test
    void ofOneExecutionTheLastEndsAreKept() {
        for (int i = 0; i < 30; i++) {
            take(new Over("e-1", Optional.of("execution a-" + i), Optional.empty(), "it was approved in CodePipeline"));
        }
        assertThat(test.column("SELECT content FROM pipeline_run").get(0))
                .contains("execution a-29", "execution a-10")
                .doesNotContain("execution a-9\"");
    }

    @Test
    void whoDoesNotHearOfItWhoShouldIsToldToTheCaller() {
        ask(
                awaited("e-1"),
                Entries.production(),
                new Resolution(List.of(Address.of("hook")), List.of("nobody is on call in the schedule night")));
        String nobody = ask(awaited("e-2"), Entries.production(), new Resolution(List.of(), List.of()));
        assertThat(unreached)
                .extracting(Unreached::rule, Unreached::why)
                .containsExactly(
                        tuple("question production", "nobody is on call in the schedule night"),
                        tuple("question production", "nobody is notified of it"));
        assertThat(test.column("SELECT id FROM notice WHERE incident_id = '" + nobody + "'"))
                .containsExactly(unreached.get(1).noticeId());
        ask(awaited("e-2"), Entries.production(), new Resolution(List.of(), List.of()));
        assertThat(unreached).hasSize(2);
    }

    @Test
    void theSameAnswerAgainIsNoRefusal() {
        String id = ask("e-1");
        answer(id, "ann", Choice.APPROVE);
        answer(id, "ann", Choice.APPROVE);
        assertThat(test.column("SELECT action FROM audit WHERE target = '" + id + "' ORDER BY id"))
                .containsExactly("question.answer", "question.repeat");
    }
}
