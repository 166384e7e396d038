package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingTest {
    private static final Path FILE = Path.of("application.properties");

    @Test
    void thePropertiesFileShowsEachSettingWithItsEffectAndItsDefault() throws IOException {
        String text = Files.readString(FILE);
        for (Setting setting : Setting.values()) {
            assertThat(text)
                    .contains("# " + setting.effect() + ".\n# " + setting.key() + "=" + setting.byDefault() + "\n");
        }
        assertThat(keys(text, "(?m)^#? ?(hub\\.[a-z.-]+)=")).containsExactlyElementsOf(keys());
    }

    @Test
    void thePropertiesFileChangesNoDefault() {
        HubSettings settings = HubSettings.read(FILE, name -> Optional.empty());
        for (Setting setting : Setting.values()) {
            assertThat(settings.text(setting)).as(setting.key()).isEqualTo(setting.byDefault());
        }
    }

    @Test
    void theConfigurationPageHasARowForEachSetting() throws IOException {
        String text = Files.readString(Path.of("docs/configuration.md"));
        for (Setting setting : Setting.values()) {
            String byDefault = setting.byDefault().isEmpty() ? "(empty)" : "`" + setting.byDefault() + "`";
            assertThat(text)
                    .contains("| `%s` | `%s` | %s | %s |\n"
                            .formatted(setting.key(), setting.variable(), byDefault, setting.effect()));
        }
        assertThat(keys(text, "(?m)^\\| `(hub\\.[a-z.-]+)`")).containsExactlyElementsOf(keys());
    }

    private static List<String> keys() {
        return Arrays.stream(Setting.values()).map(Setting::key).toList();
    }

    private static List<String> keys(String text, String pattern) {
        Stream<MatchResult> found = Pattern.compile(pattern).matcher(text).results();
        return found.map(match -> match.group(1)).toList();
    }
}
