package io.tocsin.pipeline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Wait;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.silence.Scope;
import io.tocsin.pipeline.outbox.HubOverTime;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.pipeline.silence.SilenceOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Alerts that a grouping puts together are one incident, over a real store: told together, at looks, however many they are. */
@Tag("store")
class GroupsTest extends HubOverTime {

    private static final ObjectMapper JSON = new ObjectMapper();

    GroupsTest() {
        super("ops", "pager");
    }

    @Override
    protected void reads() {
        hub.groupBy("by-cluster");
        hub.policies.put(
                "all",
                TestStages.policy("all", true, "ops")
                        .waiting(Wait.plain(Duration.ofSeconds(30)))
                        .every(Duration.ofMinutes(5)));
    }

    private List<JsonNode> messages() {
        return hub.column("SELECT message FROM notice ORDER BY created_at, id").stream()
                .map(GroupsTest::json)
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode last() {
        List<JsonNode> all = messages();
        return all.get(all.size() - 1);
    }

    @Test
    void whatFiresWithinTheWaitIsToldTogetherThoughTheHubStartsAgainMeanwhile() {
        hub.fires("eu/a", Severity.HIGH);
        pass(Duration.ofSeconds(10));
        restart();
        hub.fires("eu/b", Severity.CRITICAL);
        hub.fires("us/c", Severity.LOW);
        assertThat(hub.column("SELECT group_key FROM incident ORDER BY group_key"))
                .containsExactly("by-cluster eu", "by-cluster us");
        restart();
        pass(Duration.ofSeconds(20));

        JsonNode message = last();
        assertThat(messages()).hasSize(1);
        assertThat(message.at("/incident/title").asText()).isEqualTo("all of eu");
        assertThat(message.at("/incident/grouping").asText()).isEqualTo("by-cluster");
        assertThat(message.at("/incident/severity").asText()).isEqualTo("critical");
        assertThat(message.at("/incident/counts").toString())
                .isEqualTo("{\"firing\":2,\"critical\":1,\"high\":1,\"resolved\":0}");
        assertThat(message.findValuesAsText("fingerprint")).as("worst first").containsExactly("eu/b", "eu/a");
        pass(Duration.ofSeconds(10));
        assertThat(last().at("/incident/title").asText())
                .as("one alone has its own")
                .isEqualTo("us/c");
    }

    @Test
    void whatChangesIsToldAtTheNextLookAndAnEndIsTheLastOfAll() {
        hub.fireTogether(List.of("eu/a", "eu/b"), Severity.HIGH);
        pass(Duration.ofSeconds(30));
        hub.over("eu/a");
        hub.fires("eu/c", Severity.HIGH);
        pass(Duration.ofMinutes(4));
        assertThat(messages()).hasSize(1);
        restart();
        pass(Duration.ofMinutes(1));

        assertThat(last().at("/notice/kind").asText()).isEqualTo("updated");
        assertThat(last().at("/incident/counts").toString()).isEqualTo("{\"firing\":2,\"high\":2,\"resolved\":1}");
        assertThat(last().path("alerts").findValuesAsText("status")).containsExactly("firing", "firing", "resolved");
        hub.over("eu/b");
        hub.over("eu/c");
        assertThat(hub.column("SELECT state FROM incident")).containsExactly("ending");
        pass(Duration.ofMinutes(5));
        assertThat(last().at("/notice/kind").asText()).isEqualTo("resolved");
        assertThat(last().at("/incident/counts").toString()).isEqualTo("{\"firing\":0,\"resolved\":2}");
        assertThat(hub.column("SELECT state FROM incident")).containsExactly("resolved");

        hub.fires("eu/a", Severity.HIGH);
        assertThat(hub.column("SELECT state FROM incident ORDER BY id")).containsExactly("resolved", "open");
    }

    @Test
    void anAlertStaysInItsIncidentWhateverItsGroupingSaysByThen() {
        hub.fires("eu/a", Severity.HIGH);
        hub.groupBy("by-something-else");
        hub.fires("eu/a", Severity.CRITICAL);
        hub.fires("eu/b", Severity.HIGH);
        assertThat(hub.column("SELECT group_key || ' ' || severity FROM incident ORDER BY id"))
                .containsExactly("by-cluster eu critical", "by-something-else eu high");

        hub.over("eu/a");
        pass(Duration.ofMinutes(5));
        hub.fires("eu/a", Severity.HIGH);
        assertThat(hub.column("SELECT count(*) FROM incident WHERE state = 'open'"))
                .as("its next episode is put where it belongs now")
                .containsExactly("1");
        assertThat(hub.column("SELECT count(*) FROM member WHERE over_at IS NULL"))
                .containsExactly("2");
    }

    @Test
    void anAlertThatStandsAloneEndsWhereItBeganThoughAGroupingTakesItNow() {
        hub.groupBy("");
        hub.fires("eu/a", Severity.HIGH);
        hub.groupBy("by-cluster");
        hub.fires("eu/a", Severity.CRITICAL);
        assertThat(hub.column("SELECT count(*) FROM incident")).containsExactly("1");
        hub.over("eu/a");
        hub.fires("eu/a", Severity.HIGH);
        pass(Duration.ofMinutes(5));
        assertThat(hub.column("SELECT state || ' ' || group_key FROM incident ORDER BY id"))
                .containsExactly("resolved test eu/a", "open by-cluster eu");
    }

    @Test
    void whatBelongsToOneGroupInOneEventIsOneMessageThoughTheRuleDoesNotWait() {
        hub.policies.put("all", TestStages.policy("all", true, "ops", "pager"));
        hub.fireTogether(IntStream.range(0, 250).mapToObj(i -> "eu/" + i).toList(), Severity.HIGH);
        pass(Duration.ZERO);

        assertThat(messages()).hasSize(1);
        assertThat(last().at("/incident/counts/firing").asInt()).isEqualTo(250);
        assertThat(last().path("alerts")).hasSize(100);
        assertThat(hub.heard()).containsExactly("ops opened all of eu", "pager opened all of eu");
        hub.fires("eu/more", Severity.CRITICAL);
        pass(Duration.ofMinutes(4));
        assertThat(hub.heard())
                .as("an interval of five minutes where a grouping made it")
                .isEmpty();
        pass(Duration.ofMinutes(1));
        assertThat(hub.heard()).containsExactly("ops updated all of eu", "pager updated all of eu");
        assertThat(last().at("/alerts/0/fingerprint").asText()).isEqualTo("eu/more");
    }

    @Test
    void anIncidentThatCannotBeReadKeepsNoOtherFromItsLook() {
        hub.fires("eu/a", Severity.HIGH);
        hub.fires("us/b", Severity.HIGH);
        hub.fires("c", Severity.HIGH);
        hub.test.commit(
                (tx, inputs, now) -> List.of(tx.execute("UPDATE incident SET book = '{' WHERE group_key LIKE '%eu'")),
                "");

        pass(Duration.ofSeconds(30));

        assertThat(hub.heard()).containsExactlyInAnyOrder("ops opened all of us", "ops opened c");
        assertThat(hub.column("SELECT count(*) FROM incident WHERE due_at <= "
                        + hub.clock.instant().toEpochMilli()))
                .as("it is put off")
                .containsExactly("0");
        hub.fires("eu/a", Severity.CRITICAL);
        pass(Duration.ofSeconds(30));
        assertThat(hub.heard()).as("what fires on is told in a new one").containsExactly("ops opened all of eu");
    }

    @Test
    void aSilenceOverSomeMembersHidesThoseAndTheyAreToldAtItsEnd() {
        Instant now = hub.clock.instant();
        assertThat(hub.silences
                        .take(new SilenceOrder(
                                "mia",
                                Optional.empty(),
                                new SilenceOrder.Be(
                                        Scope.of(EventPattern.compile("{\"fingerprint\": [\"eu/b\"]}")),
                                        now,
                                        now.plus(Duration.ofMinutes(7)),
                                        "ann",
                                        "we know")))
                        .refused())
                .isEmpty();
        hub.fireTogether(List.of("eu/a", "eu/b"), Severity.HIGH);
        pass(Duration.ofSeconds(30));
        assertThat(last().path("alerts").findValuesAsText("fingerprint")).containsExactly("eu/a");
        assertThat(last().at("/incident/counts/firing").asInt()).isEqualTo(1);

        pass(Duration.ofMinutes(5));
        assertThat(messages()).hasSize(1);
        pass(Duration.ofMinutes(5));
        assertThat(messages()).hasSize(2);
        assertThat(last().path("alerts").findValuesAsText("fingerprint")).containsExactlyInAnyOrder("eu/a", "eu/b");
    }

    @Test
    void oneThatIsToldInVainAndTakenOverTellsAllOfItsMembers() {
        hub.fallbacks.put("ops", "pager");
        hub.fireTogether(List.of("eu/a", "eu/b"), Severity.HIGH);
        advance(Duration.ofSeconds(30));
        hub.look();
        hub.fanOut();
        hub.die(hub.claimOne("ops"));
        hub.deadLetters();

        hub.deliver("pager");

        assertThat(hub.heard()).containsExactly("pager opened all of eu");
        assertThat(last().path("alerts")).hasSize(2);
    }
}
