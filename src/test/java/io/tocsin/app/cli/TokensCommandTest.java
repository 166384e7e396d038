package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.cli.Shell.Ran;
import org.junit.jupiter.api.Test;

class TokensCommandTest extends LiveHub {
    @Test
    void aTokenIsIssuedListedUsedAndRevoked() {
        Ran issued = shell().run("tokens", "issue", "ci");
        assertThat(issued.exit()).as(issued.err()).isZero();
        assertThat(issued.out()).matches("tsn_[\\w-]+\\n");
        String token = issued.out().strip();
        String id = issued.err().split(" ")[0];
        assertThat(shell().run("tokens", "list").out()).contains(id).doesNotContain(token);
        Shell sender = shell().with("HUB_TOKEN", token).typing("{\"title\": \"a\"}");
        assertThat(sender.run("send", "-", "--source", "ci").exit()).isZero();
        assertThat(shell().run("tokens", "revoke", id).out()).isEqualTo(id + " revoked\n");
        assertThat(sender.run("send", "-", "--source", "ci").exit()).isOne();
    }
}
