/**
 * The load program: puts the same bounded load on the hub, on Alertmanager where it is installed, and on a bare HTTP
 * server, all on loopback in one run, and prints figures and ratios. {@code bench/README.md} says how to read them.
 */
package io.tocsin.bench;
