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

    @Test
    void aTokenWithARoleReadsSaysWhatItIsAndEndsItself() {
        Ran issued = shell().run("tokens", "issue", "--role", "viewer", "--name", "wall", "--expires", "90d");
        assertThat(issued.exit()).as(issued.err()).isZero();
        assertThat(issued.err()).containsPattern("^tok_\\S+ for the API, viewer, until 20\\S+; keep the token");
        String id = issued.err().split(" ")[0];
        Shell viewer = shell().with("HUB_TOKEN", issued.out().strip());

        assertThat(viewer.run("incidents", "list").exit()).isZero();
        Ran refused = viewer.run("tokens", "list");
        assertThat(refused.exit()).isOne();
        assertThat(refused.err()).contains("needs the role admin; this token (" + id + ") has the role viewer");
        assertThat(viewer.run("tokens", "self").out()).contains(id, ":viewer", "wall", "in 89 d");
        assertThat(shell().run("tokens", "list").out())
                .contains("LAST USED")
                .containsPattern(id + " +:viewer +wall .*in 89 d .* ago");
        assertThat(viewer.run("tokens", "revoke", "self").out()).isEqualTo(id + " revoked\n");
        assertThat(viewer.run("incidents", "list").exit()).isOne();
    }

    @Test
    void whatItIsForIsSaidInOneWay() {
        for (String[] words : new String[][] {{"tokens", "issue"}, {"tokens", "issue", "ci", "--role", "viewer"}}) {
            Ran refused = shell().run(words);
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err()).contains("Say what it is for in one way");
        }
        Ran unknown = shell().run("tokens", "issue", "--role", "viewer", "--person", "nobody");
        assertThat(unknown.exit()).isOne();
        assertThat(unknown.err()).contains("No person is called nobody");
    }
}
