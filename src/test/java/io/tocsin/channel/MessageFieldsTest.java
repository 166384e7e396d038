package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageFieldsTest {
    @Test
    void everyWayToNameALabelIsFound(@TempDir Path routes) throws IOException {
        Path channels = Files.createDirectory(routes.resolve("channels"));
        Files.writeString(
                channels.resolve("own.jq"),
                ".alerts[].labels.team, .labels.\"cost\", .labels[\"a b\"], .labels?[\"q\"], .annotations.runbook_url");
        Files.writeString(channels.resolve("own.ftl"), "${alert.labels['tier']!} ${alert.labels.zone!}");
        Files.writeString(channels.resolve("own.camel.yaml"), "- x: .labels.owner");
        Files.writeString(channels.resolve("own.txt"), ".labels.nobody");

        assertThat(MessageFields.in(List.of(routes)).labels())
                .isEqualTo(Set.of("team", "cost", "a b", "q", "tier", "zone", "owner"));
        assertThat(MessageFields.in(List.of(routes)).annotations()).containsExactly("runbook_url");
    }
}
