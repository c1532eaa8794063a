import { a } from "./part.js";
import { b } from "../shared.js";
