package io.tocsin.model.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.LastGood;
import io.tocsin.model.recipient.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesThatTellPeopleTest {
    private static final String RECIPIENTS = """
            people:
              - { name: ann, addresses: { email: ann@example.com, sms: "+4915112345678" } }
              - { name: ben, addresses: { email: ben@example.com } }
              - { name: zoe, audience: executive, addresses: { pager: "77" } }
            teams:
              - { name: platform, members: [ ann, ben ] }
            receivers: { email: mail, sms: twilio }
            """;

    @TempDir
    private Path folder;

    private int writes;

    @BeforeEach
    void recipients() throws IOException {
        write("recipients.yaml", RECIPIENTS);
    }

    @Test
    void theFileOfRecipientsIsNoRulesFile() throws IOException {
        rule("log");

        Rules rules = new RuleFiles(folder).load();

        assertThat(rules.all()).hasSize(1);
        assertThat(rules.recipients().names()).containsExactly("ann", "ben", "zoe");
        Files.delete(folder.resolve("rules.yaml"));
        assertThatThrownBy(() -> new RuleFiles(folder).load()).hasMessageContaining("no rules file");
    }

    @Test
    void theExampleOfTheDesignWorksAsItIsWritten() throws IOException {
        write("rules.yaml", """
                rules:
                  - name: production-pipeline-failed
                    description: A production deployment failed
                    when: { source: [aws.codepipeline], status: [firing], labels: { pipeline: [ { prefix: prod- } ] } }
                    severity: critical
                    notify: [ engineering-slack, { people: { audience: technical, via: [email, sms] } } ]
                """);

        Rule rule = new RuleFiles(folder).load().all().get(0);

        assertThat(rule.receivers()).containsExactly("engineering-slack");
        assertThat(rule.people()).singleElement().satisfies(people -> {
            assertThat(people.audience()).isPresent();
            assertThat(people.via().otherwise()).containsExactly("email", "sms");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "names: [ anne ], via: [ email ] | the person `anne` | did you mean `ann`?",
                "names: [ platform ], via: [ email ] | the person `platform` | it is a team: write it under `teams`",
                "teams: [ ann ], via: [ email ] | the team `ann` | it is a person: write it under `names`",
                "teams: [ platfrom ], via: [ email ] | the team `platfrom` | did you mean `platform`?",
                "names: [ ann ], via: [ emails ] | the kind of address `emails`, which no receiver carries"
                        + " | did you mean `email`?",
                "names: [ zoe ], via: [ pager ] | the kind of address `pager`, which no receiver carries"
                        + " | add `pager: <a receiver>` to `receivers` in recipients.yaml",
                "audience: customer, via: [ email ] | people, and nobody of recipients.yaml is meant"
                        + " | give somebody of recipients.yaml this audience, or name others",
                "names: [ ben ], via: { critical: [ sms ], default: [ email ] }"
                        + " | via sms, and nobody who is meant has such an address"
                        + " | add the address in recipients.yaml, or another kind here",
            })
    void whomNobodyWouldReachIsRefusedWithItsLine(String people, String found, String fix) throws IOException {
        rule("log, { people: { " + people + " } }");

        assertThatThrownBy(() -> new RuleFiles(folder).load())
                .isInstanceOfSatisfying(InvalidFileException.class, invalid -> assertThat(invalid.findings())
                        .singleElement()
                        .satisfies(finding -> {
                            assertThat(finding.file()).endsWith("rules.yaml");
                            assertThat(finding.line()).isEqualTo(5);
                            assertThat(finding.found()).isEqualTo(found);
                            assertThat(finding.fix()).isEqualTo(fix);
                        }));
    }

    @Test
    void anAddressThatOnlySomeHaveIsNoReasonToRefuseButIsToldWithThePersonsLine() throws IOException {
        rule("{ people: { teams: [ platform ], via: [ email, sms ] } }");

        Rules rules = new RuleFiles(folder).load();

        assertThat(AddressGaps.of(rules))
                .containsExactly(new Finding(
                        folder.resolve("recipients.yaml").toString(),
                        3,
                        "no address of the kind `sms` of `ben`",
                        "one, because rule `a` notifies `ben` via sms",
                        "add `sms: <address>` to the addresses, or take it out of the rule's via"));
    }

    @Test
    void aReceiverThatDoesNotRunAndANameThatARunningOneHasAreTold() throws IOException {
        rule("log");

        assertThat(new RuleFiles(folder).load().unknownReceivers(Set.of("log", "mails", "ann", "platform")))
                .extracting(Finding::line, Finding::found, Finding::fix)
                .containsExactly(
                        tuple(7, "the receiver `mail` for addresses of the kind `email`", "did you mean `mails`?"),
                        tuple(
                                7,
                                "the receiver `twilio` for addresses of the kind `sms`",
                                "add a file for it under receivers/, or name another"),
                        tuple(
                                2,
                                "the person `ann`, and a receiver of that name",
                                "rename the person, in the rules that name it as well"),
                        tuple(
                                6,
                                "the team `platform`, and a receiver of that name",
                                "rename the team, in the rules that name it as well"));
    }

    @Test
    void aPersonWhoIsNamedAsAReceiverIsToldHowToBeNamed() throws IOException {
        rule("ann, platform");

        assertThat(new RuleFiles(folder).load().unknownReceivers(Set.of("mail", "twilio")))
                .extracting(Finding::fix)
                .containsExactly(
                        "notify a person by { people: { names: [ ann ], via: [ email ] } }",
                        "notify a team by { people: { teams: [ platform ], via: [ email ] } }");
    }

    @Test
    void deletingAPersonWhomARuleNamesIsRefusedAndEverythingStaysAsItWas() throws IOException {
        rule("{ people: { names: [ ben ], via: [ email ] } }");
        LastGood<Rules> rules = new RuleFiles(folder).follow();

        write(
                "recipients.yaml",
                RECIPIENTS.replaceAll("(?m)^ *- \\{ name: ben.*\n", "").replace(", ben ]", " ]"));
        rules.check();

        assertThat(rules.broken().orElseThrow()).extracting(Finding::found).containsExactly("the person `ben`");
        assertThat(rules.current().recipients().person("ben")).isPresent();

        rule("{ people: { names: [ ann ], via: [ email ] } }");
        rules.check();

        assertThat(rules.broken()).isEmpty();
        assertThat(rules.current().recipients().person("ben")).isEmpty();
    }

    @Test
    void aChangedAddressIsTakenOverAndMakesAnotherVersionSinceItSaysWhoIsNotified() throws IOException {
        rule("{ people: { names: [ ben ], via: [ email ] } }");
        LastGood<Rules> rules = new RuleFiles(folder).follow();
        String version = rules.current().version();

        write("recipients.yaml", RECIPIENTS.replace("ben@", "benjamin@"));
        rules.check();

        assertThat(rules.current().recipients().person("ben").orElseThrow().addresses())
                .containsEntry("email", "benjamin@example.com");
        assertThat(rules.current().version()).isNotEqualTo(version);
    }

    @Test
    void brokenRecipientsAreToldWithoutTheFaultsThatFollowOfThem() throws IOException {
        rule("{ people: { names: [ ben ], via: [ email ] } }");
        write("recipients.yaml", RECIPIENTS.replace("addresses", "adresses"));

        assertThatThrownBy(() -> new RuleFiles(folder).load())
                .isInstanceOfSatisfying(InvalidFileException.class, invalid -> assertThat(invalid.findings())
                        .isNotEmpty()
                        .allSatisfy(finding -> assertThat(finding.file()).endsWith("recipients.yaml")));
    }

    @Test
    void whomARuleTellsIsWhatItsNotifySays() throws IOException {
        rule("log, { people: { names: [ ann ], via: [ email ] } }");

        assertThat(new RuleFiles(folder).load().all().get(0).targets())
                .hasSize(2)
                .first()
                .isEqualTo(new Target.Receiver("log"));
    }

    private void rule(String notify) throws IOException {
        write("rules.yaml", """
                rules:
                  - name: a
                    when: { status: [ firing ] }
                    notify:
                      [ %s ]
                """.formatted(notify));
    }

    /** Each write has a time of its own, whatever the file system's clock. */
    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.writeString(path, text);
        Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(1_000_000 + writes++)));
    }
}
