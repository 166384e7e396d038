package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.model.mapping.MappingSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a mistake in application.properties or in the environment is told as: its line, what is expected, what to do. */
class BadSettingsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pagerduty.routing-keys=short | :2: found in pagerduty.routing-keys a key of 5 characters; expected keys of"
                        + " at least 32",
                "mapping.cloudwatch.insufficient-data=lwo | :2: found mapping.cloudwatch.insufficient-data=lwo; expected one"
                        + " of critical, high, ignore, info, low, medium, resolved; fix: did you mean low?",
                "hub.url=hub.example.org | :2: found hub.url=hub.example.org; expected a URL such as",
                "hub.heartbeat.url=hc-ping.com/1 | :2: found hub.heartbeat.url, whose value is a secret; expected https://host/path",
                "hub.heartbeat.token=tsn_1 2 | :2: found hub.heartbeat.token, whose value is a secret; expected a token without spaces",
                "hub.heartbeat.url=http://hc-ping.com/1 | expected https, or a host in a network that hub.guard.allow names",
                "hub.heartbeat.url=https://ann:pw@hc-ping.com/1 | expected none: credentials",
                "hub.heartbeat.url=https://hc-ping.com/1#x | expected none: a fragment is never sent",
                "hub.heartbeat.url=https://127.0.0.1/1 | expected an address that the hub may reach",
                "hub.heartbeat.url=http://10.1.2.3/1\\nhub.guard.allow=10/8 | :3: found hub.guard.allow=10/8",
                "hub.eventbridge.endpoint=localhost:4566 | :2: found hub.eventbridge.endpoint=localhost:4566; expected a URL",
                "hub.eventbridge.role-arn=admin | expected the ARN of a role",
                "hub.eventbridge.region=Ireland | expected a region of AWS",
                "hub.default-severity=hihg | expected one of critical, high, medium, low, info",
                "hub.resolve-after=4000d | :2: found hub.resolve-after=4000d; expected a duration such as 30s, 5m, 24h or"
                        + " 30d, at most 3650d",
                "hub.port=x | :2: found hub.port=x; expected a whole number",
                "hub.prot=1 | :2: found the setting hub.prot; expected a setting of the hub; fix: did you mean hub.port?",
                "own.name=1\\nown.name=2 | :3: found `own.name` a second time"
            })
    void aBadValueIsToldAtItsLine(String properties, String told) throws IOException {
        assertThat(findings("# first\n" + properties.replace("\\n", "\n"), Map.of()))
                .singleElement()
                .asString()
                .contains(told)
                .startsWith(folder.resolve("application.properties").toString());
    }

    @Test
    void whatIsWrongIsSaidInTheOrderOfTheLines() throws IOException {
        assertThat(findings(
                        "hub.prot=1\nhub.url=example.com\nhub.retention=thirty\nhub.pord=2",
                        Map.of("HUB_LEASE", "soon")))
                .extracting(Finding::line)
                .containsExactly(1, 2, 3, 4, 0);
    }

    @Test
    void aKeyIsASecretAndNotRepeated() throws IOException {
        assertThat(findings("pagerduty.routing-keys=hunter2hunter2", Map.of()))
                .singleElement()
                .asString()
                .doesNotContain("hunter2");
        assertThat(findings("hub.heartbeat.url=http://hc-ping.com/hunter2", Map.of("HUB_HEARTBEAT_URL", "hunter2")))
                .singleElement()
                .asString()
                .doesNotContain("hunter2");
        assertThat(findings("hub.heartbeat.url=https://hc-ping.com/hunter2", Map.of()))
                .isEmpty();
        assertThat(findings("hub.heartbeat.url=http://10.1.2.3/x\nhub.guard.allow=10.0.0.0/8", Map.of()))
                .isEmpty();
    }

    @Test
    void aVariableIsToldAsTheEnvironments() throws IOException {
        assertThat(findings("", Map.of("HUB_LEASE", "soon", "HUB_PROT", "1")))
                .extracting(Finding::toString)
                .containsExactly(
                        "environment: found HUB_LEASE=soon; expected a duration such as 30s, 5m, 24h or 30d; fix:"
                                + " change the variable",
                        "environment: found the variable HUB_PROT; expected a variable of the hub: those that begin with"
                                + " HUB_ are its settings; fix: did you mean HUB_PORT?");
    }

    @Test
    void aVariableThatNobodyReadsIsTheChecksBusinessAndNotTheStarts() throws IOException {
        Map<String, String> variables = Map.of(
                "HUB_COLOUR_SCHEME", "dark",
                "HUB_SERVICE_HOST", "10.0.0.1",
                "HUB_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                "HUB_WEBHOOK_SECRET", "x",
                "HUB_TOKEN", "t");
        Files.createDirectories(folder.resolve("routes/receivers"));
        Files.writeString(folder.resolve("routes/receivers/a.camel.yaml"), "secret: '{{env:HUB_WEBHOOK_SECRET}}'");
        HubSettings settings = HubSettings.read(folder.resolve("none"), Environment.of(variables))
                .with(Setting.ROUTES, folder.resolve("routes").toString());

        assertThat(StrangeVariables.unread(settings))
                .extracting(Finding::found)
                .containsExactly("the variable HUB_COLOUR_SCHEME");
    }

    @Test
    void aNameBelowMappingThatNothingReadsIsRefusedByTheStartToo() throws IOException {
        Path properties = Files.writeString(
                folder.resolve("application.properties"), "mapping.github.source=gh\nmapping.github.sources=gh\n");
        HubSettings settings = HubSettings.read(properties, name -> Optional.empty());

        assertThat(StartChecks.run(settings))
                .extracting(Finding::toString)
                .containsExactly(
                        properties + ":1: found the property mapping.github.source, which nothing reads; expected"
                                + " mapping.<folder or name of a mapping>.sources, or a name that a jq file reads from"
                                + " $properties; fix: did you mean mapping.github.sources?");
    }

    @Test
    void documentedSettingsDoNotMakeTheShippedSamplesFail() throws IOException {
        Path properties = Files.writeString(folder.resolve("application.properties"), """
                hub.default-severity=high
                mapping.cloudwatch.insufficient-data=ignore
                mapping.aws.sources=aws
                mapping.github.sources=gh
                """);
        assertThat(samples(HubSettings.read(properties, name -> Optional.empty())))
                .isEmpty();
    }

    @Test
    void wordsOfOnesOwnDoNotMakeTheShippedSamplesFail() throws IOException {
        Files.createDirectories(folder.resolve("sources"));
        Files.writeString(
                folder.resolve("sources/severities.yaml"), "severities: { low: [ critical, error, warning, high ] }\n");
        HubSettings settings = HubSettings.read(folder.resolve("none"), name -> Optional.empty())
                .with(Setting.ROUTES, "routes," + folder);

        assertThat(samples(settings)).isEmpty();
    }

    private static List<Finding> samples(HubSettings settings) {
        return new MappingSamples(
                        RouteData.read(settings).mappings().current(), () -> RouteData.mappingsByDefault(settings))
                .check();
    }

    private List<Finding> findings(String properties, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(folder.resolve("application.properties"), properties);
        try {
            HubSettings.read(file, Environment.of(environment));
            return List.of();
        } catch (InvalidFileException invalid) {
            return invalid.findings();
        }
    }
}
