package io.tocsin;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which libraries stand on the class path of {@code ./hub run}: the list that the build writes and the launcher reads. */
@Tag("slow")
@Timeout(120)
class LibrariesTest {

    private static final Path RUN = Path.of("target/lib/classpath");
    private static final Path DEMO = Path.of("target/demo-lib/classpath");

    @Test
    void noStandInOfTheDemosIsOnTheClassPathOfARun() throws IOException {
        assertThat(jars(RUN))
                .hasSizeGreaterThan(100)
                .noneMatch(
                        jar -> jar.matches(
                                "(elasticmq|pekko|scala|greenmail|h2-|junit|spray|scalikejdbc|parboiled|config-|jakarta\\.mail-2).*"));
        assertThat(jars(DEMO))
                .anyMatch(jar -> jar.startsWith("elasticmq-rest-sqs"))
                .anyMatch(jar -> jar.startsWith("greenmail"))
                .doesNotContainAnyElementsOf(jars(RUN));
    }

    /** {@code org.lz4} is no longer maintained; Kafka's LZ4 is of the fork that is. */
    @Test
    void lz4IsTheOneThatIsMaintained() throws IOException {
        assertThat(jars(RUN))
                .filteredOn(jar -> jar.startsWith("lz4"))
                .singleElement()
                .satisfies(jar -> assertThat(jar).doesNotStartWith("lz4-java-1.8."));
    }

    @Test
    void onlyTheDemoUsesItsStandIns() {
        noClasses()
                .that(DescribedPredicate.not(resideInAPackage("io.tocsin.app.demo")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.elasticmq..", "com.icegreen..", "org.apache.pekko..", "scala..")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.tocsin"));
    }

    /** On that class path and nothing else, as the launcher does it: reads every route, renders every channel. */
    @Test
    void checkRunsWithoutThem(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output");
        Process check = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dhub.home=" + Path.of("").toAbsolutePath(),
                        "-cp",
                        classPath(),
                        "io.tocsin.app.cli.Main",
                        "check")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(check.waitFor(100, TimeUnit.SECONDS)).isTrue();
        assertThat(check.exitValue()).as(Files.readString(output)).isZero();
    }

    /** The classes of this build, and of the tests' class path the jars that are on the list of a run. */
    private static String classPath() throws IOException {
        List<String> run = jars(RUN);
        // Surefire hides the real class path behind a manifest, and names it here.
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> found = Arrays.stream(all.split(File.pathSeparator))
                .filter(place -> run.contains(Path.of(place).getFileName().toString()))
                .toList();
        assertThat(found)
                .as("every jar of the list is on the tests' class path")
                .hasSameSizeAs(run);
        return Path.of("target/classes")
                + File.pathSeparator
                + found.stream().collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> jars(Path list) throws IOException {
        return Arrays.stream(Files.readString(list).strip().split(":"))
                .map(jar -> Path.of(jar).getFileName().toString())
                .toList();
    }
}
