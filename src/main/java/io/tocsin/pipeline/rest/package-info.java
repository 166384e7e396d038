/** People who want to be left alone for a while at one of their addresses, such as a phone that rings again and again. */
package io.tocsin.pipeline.rest;
