package io.tocsin.channel.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PEM file (RFC 7468): certificates, or one private key.
 *
 * @param parameter how the user calls it, for messages
 * @param path the file
 */
public record PemFile(String parameter, Path path) {
    /** Key stores want a password; these are never written. */
    static final String IN_MEMORY = "in-memory";

    private static final long MOST_BYTES = 1024L * 1024;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)-----END \\1-----");
    private static final List<String> KEYS = List.of("RSA", "EC", "Ed25519");

    /** Makes a key store of files. */
    interface Reading {
        KeyStore read() throws GeneralSecurityException, IOException;
    }

    private record Block(String label, byte[] bytes) {}

    /** A store that trusts the certificates of this file. */
    public KeyStore trusted() throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (Certificate certificate : certificates()) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        return store;
    }

    /** A store with the key of that file and the chain of this one, whose first certificate is the key's. */
    public KeyStore identity(PemFile key) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry(
                "hub", key.privateKey(), IN_MEMORY.toCharArray(), certificates().toArray(Certificate[]::new));
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private List<Certificate> certificates() throws IOException, CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> certificates = new ArrayList<>();
        for (Block block : blocks()) {
            if (block.label.equals("CERTIFICATE")) {
                certificates.add(factory.generateCertificate(new ByteArrayInputStream(block.bytes)));
            }
        }
        if (certificates.isEmpty()) {
            throw wrong("has no certificate", "a PEM file with -----BEGIN CERTIFICATE-----");
        }
        return certificates;
    }

    private PrivateKey privateKey() throws IOException, GeneralSecurityException {
        for (Block block : blocks()) {
            if (block.label.equals("PRIVATE KEY")) {
                return pkcs8(block.bytes);
            }
            if (block.label.equals("RSA PRIVATE KEY")) {
                return pkcs8(Der.pkcs8OfRsa(block.bytes));
            }
        }
        throw wrong(
                "has no private key that can be read",
                "PKCS#8 that is not encrypted: openssl pkcs8 -topk8 -nocrypt -in old.key -out new.key");
    }

    private PrivateKey pkcs8(byte[] encoded) throws GeneralSecurityException {
        for (String algorithm : KEYS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException anotherAlgorithm) {
                continue;
            }
        }
        throw wrong("has a private key that can't be read", "one of " + String.join(", ", KEYS));
    }

    private List<Block> blocks() throws IOException {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw wrong("is " + path + ", which is no file that the hub can read", "a PEM file");
        }
        if (Files.size(path) > MOST_BYTES) {
            throw wrong("is " + path + ", of more than " + MOST_BYTES + " bytes", "a PEM file");
        }
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(path, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            byte[] bytes;
            try {
                bytes = Base64.getMimeDecoder().decode(matcher.group(2));
            } catch (IllegalArgumentException e) {
                throw wrong("is " + path + ", whose base64 is broken", "a PEM file");
            }
            blocks.add(new Block(matcher.group(1), bytes));
        }
        return blocks;
    }

    private IllegalArgumentException wrong(String found, String expected) {
        return new IllegalArgumentException(parameter + " " + found + "; expected " + expected);
    }
}
