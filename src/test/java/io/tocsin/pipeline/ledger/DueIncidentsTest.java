package io.tocsin.pipeline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.incident.Wait;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.Via;
import io.tocsin.pipeline.outbox.HubOverTime;
import io.tocsin.pipeline.outbox.TestStages;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules that wait, look at intervals and repeat: what is due stands in the store, whatever becomes of the hub meanwhile. */
@Tag("store")
class DueIncidentsTest extends HubOverTime {

    private static final UnaryOperator<Policy> WAITS =
            rule -> rule.waiting(Wait.plain(Duration.ofSeconds(30))).every(Duration.ofMinutes(5));

    private UnaryOperator<Policy> says = WAITS;

    DueIncidentsTest() {
        super("ops");
    }

    @Override
    protected void reads() {
        hub.policies.put("disk", says.apply(TestStages.policy("disk", true, "ops")));
    }

    private void rule(UnaryOperator<Policy> policy) {
        says = policy;
        reads();
    }

    @Test
    void aRuleThatWaitsTellsOnceAtItsTimeThoughTheHubStartsAgainMeanwhile() {
        hub.fires("a", Severity.HIGH);
        assertThat(hub.column("SELECT decision FROM event"))
                .singleElement()
                .asString()
                .contains("the rule notifies of it at 2026-08-20T10:00:30Z");
        pass(Duration.ofSeconds(29));
        restart();
        pass(Duration.ofMillis(999));
        assertThat(hub.heard()).isEmpty();
        restart();

        pass(Duration.ofMillis(1));
        assertThat(hub.heard()).containsExactly("ops opened a");
        restart();
        pass(Duration.ofHours(1));
        assertThat(hub.heard()).isEmpty();
        assertThat(hub.column("SELECT due_at FROM incident")).containsExactly((String) null);
    }

    @Test
    void whatWasDueWhileTheHubWasAwayIsToldOnceAtItsStart() {
        hub.fires("a", Severity.HIGH);
        restart(Duration.ofDays(1));

        pass(Duration.ZERO);

        assertThat(hub.heard()).containsExactly("ops opened a");
        pass(Duration.ofHours(1));
        assertThat(hub.heard()).isEmpty();
    }

    @Test
    void whatChangesIsToldTogetherAtTheNextLookOfTheGrid() {
        hub.fires("a", Severity.HIGH);
        pass(Duration.ofSeconds(30));
        hub.heard();

        pass(Duration.ofSeconds(60));
        hub.fires("a", Severity.CRITICAL);
        pass(Duration.ofSeconds(60));
        hub.fires("a", Severity.LOW);
        restart();
        pass(Duration.ofSeconds(179));
        assertThat(hub.heard()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(hub.heard()).containsExactly("ops updated a");
    }

    @Test
    void anEndIsToldAtTheNextLookAndTheIncidentIsEndingUntilThen() {
        hub.fires("a", Severity.HIGH);
        pass(Duration.ofSeconds(30));
        hub.heard();
        hub.over("a");
        assertThat(hub.column("SELECT state FROM incident")).containsExactly("ending");

        restart();
        pass(Duration.ofMinutes(5));

        assertThat(hub.heard()).containsExactly("ops resolved a");
        assertThat(hub.column("SELECT state FROM incident")).containsExactly("resolved");
    }

    @Test
    void whatIsOverBeforeTheFirstLookIsToldToNobodyAndTheTimelineSaysSo() {
        hub.fires("a", Severity.HIGH);
        pass(Duration.ofSeconds(10));
        hub.over("a");
        pass(Duration.ofSeconds(20));

        assertThat(hub.heard()).isEmpty();
        assertThat(hub.column("SELECT state || ' ' || COALESCE(due_at, 0) FROM incident"))
                .containsExactly("resolved 0");
        assertThat(hub.column("SELECT book FROM incident"))
                .singleElement()
                .asString()
                .contains("all was over before");
    }

    @Test
    void whatGoesOnIsRepeatedAfterASilenceAndNotForEachLookThatWasMissed() {
        rule(rule -> rule.repeating(Duration.ofHours(4)));
        hub.fires("a", Severity.HIGH);
        pass(Duration.ZERO);
        hub.heard();
        pass(Duration.ofHours(4).minusSeconds(1));
        assertThat(hub.heard()).isEmpty();

        restart();
        pass(Duration.ofSeconds(1));
        assertThat(hub.heard()).containsExactly("ops reminder a");
        restart(Duration.ofDays(3));
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactly("ops reminder a");

        hub.over("a");
        pass(Duration.ZERO);
        assertThat(hub.heard()).containsExactly("ops resolved a");
        pass(Duration.ofHours(9));
        assertThat(hub.heard()).isEmpty();
    }

    @Test
    void whatIsDueIsDoneHoweverMuchItIs() {
        for (int i = 0; i < 450; i++) {
            hub.fires("a" + i, Severity.HIGH);
        }
        hub.clock.advance(Duration.ofSeconds(30));

        hub.look();

        assertThat(hub.column("SELECT count(*) FROM notice")).containsExactly("450");
        assertThat(hub.column("SELECT count(*) FROM incident WHERE due_at IS NOT NULL"))
                .containsExactly("0");
    }

    @Test
    void whoCannotBeReachedAtTheFirstLookIsADeadLetterOnce() {
        says = rule -> WAITS.apply(new Policy(
                        rule.rule(),
                        List.of(
                                rule.targets().get(0),
                                new Target.People(
                                        List.of("mia"), List.of(), Optional.empty(), Via.always(List.of("sms")))),
                        rule.severity(),
                        rule.waits(),
                        rule.interval(),
                        rule.repeat(),
                        rule.resolved(),
                        rule.dedup()))
                .repeating(Duration.ofHours(1));
        rule(says);
        hub.fires("a", Severity.HIGH);
        assertThat(hub.column("SELECT count(*) FROM dead_letter")).containsExactly("0");

        pass(Duration.ofSeconds(30));
        assertThat(hub.column("SELECT reason FROM dead_letter"))
                .singleElement()
                .asString()
                .contains("mia");
        pass(Duration.ofHours(2));
        assertThat(hub.heard()).containsExactly("ops opened a", "ops reminder a");
        assertThat(hub.column("SELECT count(*) FROM dead_letter")).containsExactly("1");
    }
}
