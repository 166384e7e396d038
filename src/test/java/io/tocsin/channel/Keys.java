package io.tocsin.channel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keys and certificates made by the JDK's own keytool. */
final class Keys {
    static final String PASSWORD = "changeit";

    private Keys() {}

    /**
     * A PKCS 12 store with a key for localhost, signed by an authority of its own.
     *
     * @param authority where the authority's certificate goes, as PEM
     * @param more options of keytool for the server's certificate
     */
    static void make(Path store, Path authority, String... more) throws IOException, InterruptedException {
        keytool(store, generate("ca", "CN=authority", "-ext", "bc:c"));
        List<String> server = generate("mail", "CN=localhost", "-signer", "ca", "-ext", "san=dns:localhost");
        server.addAll(List.of(more));
        keytool(store, server);
        keytool(store, List.of("-exportcert", "-rfc", "-alias", "ca", "-file", authority.toString()));
        keytool(store, List.of("-delete", "-alias", "ca"));
    }

    private static List<String> generate(String alias, String name, String... more) {
        List<String> command = new ArrayList<>(
                List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", name, "-storetype", "PKCS12"));
        command.addAll(List.of(more));
        return command;
    }

    private static void keytool(Path store, List<String> command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        all.addAll(command);
        all.addAll(List.of("-storepass", PASSWORD, "-keystore", store.toString()));
        Process process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("keytool ended with " + process.exitValue());
        }
    }
}
