package io.tocsin.net.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlGuardTest {
    private final UrlGuard fresh = new UrlGuard(AddressGuard.allowing(""));
    private final UrlGuard home = new UrlGuard(AddressGuard.allowing("127.0.0.0/8,10.0.0.0/8"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.slack.com/services/T0/B0/x",
                "https://example.org",
                "https://example.org:8443/a/b?c=d&e=%20f",
                "https://xn--bcher-kva.example/",
                "https://a.example.org./x",
                "https://8.8.8.8/x",
                "https://[2606:4700::1111]:444/x",
                "https://host1/x",
                "https://3com.example/x"
            })
    void aPlainUrlOfTheInternetIsTaken(String url) {
        assertThat(fresh.fault(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ops@example.org/",
                "https://ops:pw@example.org/",
                "https://@example.org/",
                "https://127.0.0.1@example.org/",
                "https://example.org@127.0.0.1/",
                "https://example.org:443@127.0.0.1/",
                "https://example.org/#x",
                "https://example.org#@127.0.0.1/",
                "https://example.org\\@127.0.0.1/",
                "https://127.0.0.1\\.example.org/",
                "https:\\\\127.0.0.1\\",
                "https:///etc/passwd",
                "https:/example.org",
                "https:example.org",
                "https://",
                "https://:443/",
                "https://example.org:/",
                "https://example.org:0/",
                "https://example.org:65536/",
                "https://exa mple.org/",
                "https://example.org/\r\nX: y",
                "https://example.org\t.evil/",
                "https://ex%61mple.org/",
                "https://%31%32%37.0.0.1/",
                "https://127.1/",
                "https://0x7f.1/",
                "https://017700000001/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://1/",
                "https://127.0.0.1./",
                "https://127.0.0.01/",
                "https://256.0.0.1/",
                "https://1.2.3.4.5/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::1%25lo]/",
                "https://[::1%lo]/",
                "https://[fe80::1%eth0]/",
                "https://[::]/",
                "https://[0:0:0:0:0:0:0:1]/",
                "https://[::1]/",
                "https://[127.0.0.1]/",
                "https://[::1",
                "https://①②⑦.⓪.⓪.①/",
                "https://１２７.０.０.１/",
                "https://127。0。0。1/",
                "https://bücher.example/",
                "https://ex\u00adample.org/",
                "https://localhost/",
                "https://LOCALHOST./",
                "https://a.localhost:8080/",
                "https://a_b.example/",
                "https://-a.example/",
                "https://a..example/",
                "https://exämple.org/",
                "file:///etc/passwd",
                "ftp://example.org/",
                "gopher://example.org/",
                "jar:https://example.org!/",
                "//example.org/",
                "example.org",
                "",
                "https://169.254.169.254/latest/meta-data/",
                "https://10.0.0.5/"
            })
    void aTrickIsRefusedAndItsPathIsNotTold(String url) {
        assertThat(fresh.fault(url)).as(url).hasValueSatisfying(fault -> assertThat(fault)
                .contains("; expected ")
                .doesNotContain("passwd")
                .doesNotContain("meta-data")
                .doesNotContain("pw"));
    }

    @Test
    void httpIsForNetworksThatAreNamed() {
        assertThat(fresh.fault("http://example.org/"))
                .hasValueSatisfying(
                        fault -> assertThat(fault).contains("expected https").contains("hub.guard.allow"));
        assertThat(home.fault("http://10.0.0.5:8080/x")).isEmpty();
        assertThat(home.fault("http://8.8.8.8/")).isPresent();
        // What the name stands for is decided at each send.
        assertThat(home.fault("http://jira.intern/")).isEmpty();
    }

    @Test
    void loopbackIsRefusedUntilTheSettingNamesIt() {
        assertThat(fresh.fault("https://127.0.0.1:9000/hook"))
                .hasValueSatisfying(fault -> assertThat(fault).contains("allow its network with hub.guard.allow"));
        assertThat(home.fault("http://127.0.0.1:9000/hook")).isEmpty();
        assertThat(home.fault("http://localhost:9000/hook")).isEmpty();
    }

    @Test
    void aHostThatIsNotAsciiIsShownAsItIsWritten() {
        assertThat(fresh.fault("https://bücher.example/x"))
                .hasValueSatisfying(fault -> assertThat(fault).contains("xn--bcher-kva.example"));
    }

    @Test
    void aFaultNamesTheParameter() {
        assertThatThrownBy(() -> fresh.check("url", "https://127.1/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("url: ");
    }
}
