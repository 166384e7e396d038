/** Amazon SNS over HTTP(S): which messages are genuine, what they hold, and how a subscription is confirmed. */
package io.tocsin.source.sns;
