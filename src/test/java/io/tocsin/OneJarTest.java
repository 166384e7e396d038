package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The build's {@code src/build/OneJar.java}: what libraries become that {@code ./hub} runs from. */
@Tag("slow")
@Timeout(60)
class OneJarTest {

    @TempDir
    Path folder;

    @BeforeEach
    void list() throws IOException {
        Files.createDirectories(folder.resolve("lib"));
        Files.writeString(folder.resolve("lib/classpath"), "lib/a.jar:lib/b.jar");
    }

    @Test
    void joinsListsOfServicesAndKeepsEveryLicenceUnderItsJar() throws Exception {
        String manifest = "Manifest-Version: 1.0\nMulti-Release: true\n\n";
        jar(
                "a",
                Map.of(
                        "META-INF/MANIFEST.MF", manifest,
                        "META-INF/LICENSE", "licence of a",
                        "META-INF/services/x.Y", "# one\nx.A\n",
                        "META-INF/services/org/apache/camel/component.properties", "components=a\nversion=1",
                        "META-INF/versions/11/x/A.class", "A for 11",
                        "module-info.class", "module a",
                        "x/A.class", "A"));
        jar(
                "b",
                Map.of(
                        "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n\n",
                        "META-INF/LICENSE", "licence of b",
                        "META-INF/services/x.Y", "x.B",
                        "META-INF/services/org/apache/camel/component.properties", "components=b\nversion=1",
                        "META-INF/versions/11/x/B.class", "B for 11, which nobody asked for",
                        "module-info.class", "module b",
                        "x/B.class", "B"));

        Process build = build();

        assertThat(build.exitValue()).as(() -> said()).isZero();
        try (JarFile one = new JarFile(folder.resolve("one.jar").toFile())) {
            assertThat(text(one, "META-INF/services/x.Y")).isEqualTo("x.A\nx.B\n");
            assertThat(text(one, "META-INF/services/org/apache/camel/component.properties"))
                    .isEqualTo("components=a b\nversion=1\n");
            assertThat(text(one, "META-INF/libraries/a.jar/LICENSE")).isEqualTo("licence of a");
            assertThat(text(one, "META-INF/libraries/b.jar/LICENSE")).isEqualTo("licence of b");
            assertThat(text(one, "x/A.class")).isEqualTo("A");
            assertThat(one.isMultiRelease()).isTrue();
            assertThat(text(one, "META-INF/versions/11/x/A.class")).isEqualTo("A for 11");
            assertThat(one.getEntry("META-INF/versions/11/x/B.class")).isNull();
            assertThat(one.getEntry("module-info.class")).isNull();
            assertThat(one.getEntry("x/A.class").getMethod()).isEqualTo(ZipEntry.STORED);
        }
    }

    @Test
    void refusesWhatSeveralLibrariesHaveAndWhatIsSigned() throws Exception {
        jar("a", Map.of("x/A.class", "A", "META-INF/A.SF", "signature"));
        jar("b", Map.of("x/A.class", "another A"));

        Process build = build();

        assertThat(build.exitValue()).isEqualTo(1);
        assertThat(said()).contains("x/A.class differs between a.jar and b.jar", "a.jar is signed: META-INF/A.SF");
        assertThat(folder.resolve("one.jar")).doesNotExist();
    }

    private void jar(String name, Map<String, String> entries) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve("lib/" + name + ".jar"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }

    private Process build() throws IOException, InterruptedException {
        Process build = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "src/build/OneJar.java",
                        folder.resolve("lib/classpath").toString(),
                        folder.resolve("one.jar").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        build.waitFor();
        return build;
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
