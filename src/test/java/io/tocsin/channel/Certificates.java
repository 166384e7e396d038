package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Keys with certificates that they have signed themselves, made by the JDK's keytool, as key stores and as PEM files. */
final class Certificates {
    static final String PASSWORD = "changeit";

    private final Path folder;

    Certificates(Path folder) {
        this.folder = folder;
    }

    /** Makes {@code <name>.p12}, {@code <name>.pem} and {@code <name>.key}. */
    Certificates with(String name, String algorithm, String... more) throws Exception {
        List<String> make = new ArrayList<>(
                List.of("-genkeypair", "-alias", name, "-keyalg", algorithm, "-dname", "CN=" + name, "-validity", "2"));
        make.addAll(List.of(more));
        keytool(name, make);
        keytool(
                name,
                List.of(
                        "-exportcert",
                        "-rfc",
                        "-alias",
                        name,
                        "-file",
                        pem(name).toString()));
        write(key(name), "PRIVATE KEY", privateKey(name).getEncoded());
        return this;
    }

    /** The same RSA key as openssl and cert-manager write it: PKCS#1, which is the end of PKCS#8. */
    Path pkcs1(String name) throws Exception {
        byte[] whole = privateKey(name).getEncoded();
        Path file = folder.resolve(name + "-rsa.key");
        write(file, "RSA PRIVATE KEY", Arrays.copyOfRange(whole, 26, whole.length));
        return file;
    }

    /** A store that trusts that certificate. */
    Path trusting(String name) throws Exception {
        keytool(
                "trust-" + name,
                List.of(
                        "-importcert",
                        "-noprompt",
                        "-alias",
                        name,
                        "-file",
                        pem(name).toString()));
        return store("trust-" + name);
    }

    Path store(String name) {
        return folder.resolve(name + ".p12");
    }

    Path pem(String name) {
        return folder.resolve(name + ".pem");
    }

    Path key(String name) {
        return folder.resolve(name + ".key");
    }

    private PrivateKey privateKey(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store(name))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return (PrivateKey) store.getKey(name, PASSWORD.toCharArray());
    }

    private static void write(Path file, String label, byte[] bytes) throws Exception {
        Files.writeString(
                file,
                "-----BEGIN %s-----\n%s\n-----END %1$s-----\n"
                        .formatted(label, Base64.getMimeEncoder().encodeToString(bytes)));
    }

    private void keytool(String store, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of(
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store(store).toString()));
        Path output = folder.resolve("keytool.out");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(keytool.waitFor()).as(Files.readString(output)).isZero();
    }
}
