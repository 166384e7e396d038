/** Which events of an EventBridge bus the hub's rules need, and the rules in AWS that send them to the hub's queue. */
package io.tocsin.aws.eventbridge;
