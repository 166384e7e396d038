package io.tocsin.files.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {
    @TempDir
    Path folder;

    private final SecretFile function = new SecretFile();

    private String written(String content) throws Exception {
        return Files.writeString(folder.resolve("secret"), content).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hush", "hush\n", "hush\r\n", "hush\n\n"})
    void theContentIsTheValueWithoutTheLineEnd(String content) throws Exception {
        assertThat(function.apply(written(content))).isEqualTo("hush");
    }

    @Test
    void spacesAndLinesWithinBelongToTheSecret() throws Exception {
        assertThat(function.apply(written(" two\nlines \n"))).isEqualTo(" two\nlines ");
    }

    @Test
    void camelFindsItByItsNameAndTakesADefault() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            String path = written("xoxb-1\n");
            assertThat(context.resolvePropertyPlaceholders("{{file:" + path + "}}"))
                    .isEqualTo("xoxb-1");
            assertThat(context.resolvePropertyPlaceholders("{{file:" + folder + "/none:x:y}}"))
                    .isEqualTo("x:y");
            assertThatThrownBy(() -> context.resolvePropertyPlaceholders("{{file:" + folder + "/none}}"))
                    .hasStackTraceContaining("Property with key [");
        }
    }

    @Test
    void whatIsNoSecretIsRefusedAndSaysWhy() throws Exception {
        assertThatThrownBy(() -> function.apply(written("\n"))).hasMessageContaining(" is empty; expected a secret");
        assertThatThrownBy(() -> function.apply(written("x".repeat(65_537)))).hasMessageContaining("longer than 65536");
        assertThatThrownBy(() -> function.apply(folder.toString())).hasMessageContaining("the hub can't read it");
        assertThatThrownBy(() -> function.apply("run/secrets/x")).hasMessageContaining("an absolute path");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> function.apply(binary.toString())).hasMessageContaining("no text in UTF-8");
    }
}
