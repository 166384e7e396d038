package io.tocsin.aws.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.rule.Rules;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeedsTest {
    private final Mappings mappings = Shipped.mappings();

    @Test
    void aRuleForAPipelineNeedsThatPipelinesEventsOnly() {
        assertThat(patterns(
                        "{\"source\": [\"aws.codepipeline\"], \"labels\": {\"pipeline\": [{\"prefix\": \"prod-\"}]}}"))
                // And none of the general mapping's events, whose alerts have no label `pipeline`.
                .containsExactly("{\"detail\":{\"pipeline\":[{\"prefix\":\"prod-\"}]},\"detail-type\":["
                        + "\"CodePipeline Action Execution State Change\","
                        + "\"CodePipeline Pipeline Execution State Change\","
                        + "\"CodePipeline Stage Execution State Change\"],\"source\":[\"aws.codepipeline\"]}");
    }

    @Test
    void accountsAndRegionsAreNarrowedBy() {
        assertThat(patterns("{\"source\": [\"aws.ec2\"], \"labels\": {\"account\": [\"111122223333\"],"
                        + " \"region\": [{\"prefix\": \"eu-\"}]}}"))
                .isNotEmpty()
                .allMatch(pattern -> pattern.contains("\"account\":[\"111122223333\"]")
                        && pattern.contains("\"region\":[{\"prefix\":\"eu-\"}]")
                        && pattern.contains("aws.ec2"));
    }

    @Test
    void aRuleForAnythingNeedsEveryEventThatAMappingTakesAndSaysSo() {
        Need need = need("{\"status\": [\"firing\"]}");
        assertThat(need.notes()).contains("it matches any source, so every event that a mapping takes");
        assertThat(need.events()).hasSize(1);
    }

    @Test
    void aRuleForALabelThatNoEventGivesNeedsNothingOfMappingsThatSaySo() {
        assertThat(patterns("{\"labels\": {\"alertname\": [\"DiskFull\"]}}"))
                // An alarm's dimensions are labels, whatever their names.
                .allMatch(pattern -> !pattern.contains("codepipeline") && !pattern.contains("Spot Instance"));
    }

    @Test
    void aConditionThatCannotBeTranslatedMakesNothingNarrower() {
        for (String condition :
                List.of("{\"anything-but\": [\"aws.ec2\"]}", "{\"suffix\": \"ec2\"}", "{\"wildcard\": \"aws.*\"}")) {
            assertThat(need("{\"source\": [" + condition + "]}").events())
                    .as(condition)
                    .isEqualTo(need("{\"status\": [\"firing\"]}").events());
        }
        assertThat(patterns("{\"labels\": {\"pipeline\": [{\"exists\": false}]}}"))
                .isEqualTo(patterns("{\"status\": [\"firing\"]}"));
    }

    @Test
    void alternativesOfAPatternAreAllNeeded() {
        assertThat(patterns("{\"$or\": [{\"source\": [\"aws.ec2\"]}, {\"source\": [\"aws.rds\"],"
                        + " \"labels\": {\"account\": [\"1\"]}}]}"))
                .anyMatch(pattern -> pattern.contains("aws.ec2") && !pattern.contains("account"))
                .anyMatch(pattern -> pattern.contains("aws.rds") && pattern.contains("\"account\":[\"1\"]"));
    }

    /** The event that tells the end of a trouble has another state than the one that told its begin. */
    @Test
    void aRuleForAStateNeedsTheEventsThatEndItToo() {
        for (String label : List.of("state", "status", "result", "outcome")) {
            assertThat(patterns("{\"source\": [\"aws.codepipeline\", \"aws.ec2\", \"aws.codebuild\"],"
                            + " \"labels\": {\"" + label + "\": [\"FAILED\"]}}"))
                    .as(label)
                    .noneMatch(pattern -> pattern.contains("FAILED"));
        }
    }

    @Test
    void rulesThatAreOffOrTellNobodyNeedNothing() {
        Rules rules = new Rules(List.of(Shipped.rule("quiet", "{\"status\": [\"firing\"]}")), Recipients.none(), "v");
        assertThat(new Needs(mappings).of(rules)).allSatisfy(need -> {
            assertThat(need.events()).isEmpty();
            assertThat(need.notes()).containsExactly("it notifies nobody");
        });
    }

    private Need need(String when) {
        return new Needs(mappings).of(Shipped.rules(when)).get(0);
    }

    private List<String> patterns(String when) {
        return need(when).events().stream()
                .map(events -> events.pattern().toString())
                .toList();
    }
}
