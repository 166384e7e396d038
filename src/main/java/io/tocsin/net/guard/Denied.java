package io.tocsin.net.guard;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network that is not the internet, and what it is.
 *
 * <p>From the registries of special-purpose addresses,
 * <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IPv4</a> and
 * <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IPv6</a>, and the documentation of the clouds.
 *
 * @param network the range
 * @param what a few words for a message
 */
record Denied(Network network, String what) {

    /** What no setting allows: who can read these, has the machine's own credentials. */
    static final List<Denied> ALWAYS = Stream.of(
                    "169.254.0.0/16 link-local: cloud metadata and task credentials",
                    "168.63.129.16 Azure's platform address",
                    "100.100.100.200 Alibaba Cloud metadata",
                    "192.0.0.192 Oracle Cloud metadata",
                    "fe80::/10 link-local",
                    "fd00:ec2::/32 AWS metadata",
                    "fd20:ce::254 Google Cloud metadata")
            .map(Denied::read)
            .toList();

    /** What a setting may allow. */
    static final List<Denied> BY_DEFAULT = Stream.of(
                    "0.0.0.0/8 this machine",
                    "10.0.0.0/8 private",
                    "100.64.0.0/10 shared by a provider's customers",
                    "127.0.0.0/8 loopback",
                    "172.16.0.0/12 private",
                    "192.0.0.0/24 protocol assignments",
                    "192.0.2.0/24 documentation",
                    "192.88.99.0/24 6to4 relays",
                    "192.168.0.0/16 private",
                    "198.18.0.0/15 benchmarks",
                    "198.51.100.0/24 documentation",
                    "203.0.113.0/24 documentation",
                    "224.0.0.0/4 multicast",
                    "240.0.0.0/4 reserved",
                    "::1 loopback",
                    "64:ff9b::/96 NAT64",
                    "64:ff9b:1::/48 NAT64",
                    "fc00::/7 private",
                    "fec0::/10 private",
                    "ff00::/8 multicast",
                    "2001::/23 protocol assignments, Teredo",
                    "2001:db8::/32 documentation",
                    "2002::/16 6to4",
                    "3fff::/20 documentation",
                    // All that is not 2000::/3, which alone is given out for the internet.
                    "::/3 reserved",
                    "4000::/2 reserved",
                    "8000::/1 reserved")
            .map(Denied::read)
            .toList();

    /** The first of the list that has the address. */
    static Optional<Denied> of(Address address, List<Denied> list) {
        return list.stream().filter(denied -> denied.network.contains(address)).findFirst();
    }

    private static Denied read(String line) {
        String[] parts = line.split(" ", 2);
        return new Denied(Network.of(parts[0]), parts[1]);
    }

    @Override
    public String toString() {
        return network + ", " + what;
    }
}
