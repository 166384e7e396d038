package io.tocsin.model.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.FileText;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShippedRecipientsTest {
    private static final FileText SHIPPED = FileText.read(Path.of("routes/rules/recipients.yaml"));

    @Test
    void nobodyIsToldBeforeSomebodySaysWhom() {
        Recipients shipped = new RecipientFiles().read(List.of(SHIPPED));

        assertThat(shipped.names()).isEmpty();
        assertThat(shipped.teamNames()).isEmpty();
        assertThat(shipped.kinds()).isEmpty();
    }

    @Test
    void whatIsCommentedOutIsRightAsItStands() {
        String all = SHIPPED.content()
                .lines()
                .map(line -> line.replaceFirst(": (\\[]|\\{})$", ":"))
                .map(line -> line.replaceFirst("^#(  )", "$1"))
                .collect(Collectors.joining("\n"));

        Recipients recipients = new RecipientFiles().read(List.of(new FileText("recipients.yaml", all)));

        assertThat(recipients.names()).containsExactly("ann", "zoe");
        assertThat(recipients.person("ann").orElseThrow().quietHours()).isPresent();
        assertThat(recipients.teamNames()).containsExactly("platform");
        assertThat(recipients.kinds()).containsExactly("email", "sms");
    }
}
