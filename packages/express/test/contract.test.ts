import { describeAdapter } from "@mynth-webhooks/testing/contract";
import express from "express";
import express4 from "express4";
import { startExpress } from "./express-app.ts";

describeAdapter("Express 5", (setup) => startExpress(express, setup));
describeAdapter("Express 4", (setup) => startExpress(express4, setup));
