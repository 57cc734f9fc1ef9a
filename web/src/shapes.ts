/** Node shapes for sigma's WebGL: one program per shape, drawn from its outline so that lists, files and the
 * picture show the same. */
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { NodeProgram, type ProgramInfo } from "sigma/rendering";
import { floatColor } from "sigma/utils";
import { OUTLINES } from "./glyph";

const VERTEX = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute vec3 a_corner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
uniform float u_pixelRatio;
varying vec4 v_color;
varying float v_inside;
const float bias = 255.0 / 254.0;
void main() {
  float size = a_size * u_correctionRatio / u_sizeRatio * 4.0;
  vec2 position = a_position + size * vec2(a_corner.x, -a_corner.y) * 0.5;
  gl_Position = vec4((u_matrix * vec3(position, 1)).xy, 0, 1);
  v_inside = a_corner.z * a_size / u_sizeRatio * u_pixelRatio;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

const FRAGMENT = `
precision mediump float;
varying vec4 v_color;
varying float v_inside;
void main(void) {
  #ifdef PICKING_MODE
  gl_FragColor = v_color;
  #else
  gl_FragColor = v_color * clamp(v_inside * 0.85, 0.0, 1.0);
  #endif
}`;

const UNIFORMS = ["u_sizeRatio", "u_correctionRatio", "u_matrix", "u_pixelRatio"] as const;

/** A fan of triangles from the middle; right for every outline that the middle can see all of, stars too. The third
 * number of a corner is 1 in the middle and 0 at the rim, for a soft edge. */
export function programOf(shape: string) {
  const outline = OUTLINES[shape]!;
  const fan: number[][] = outline.flatMap((corner, i) => [[0, 0, 1], [...corner, 0], [...outline[(i + 1) % outline.length]!, 0]]);
  return class extends NodeProgram<(typeof UNIFORMS)[number]> {
    override getDefinition() {
      return {
        VERTICES: fan.length,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: FRAGMENT,
        METHOD: WebGLRenderingContext.TRIANGLES,
        UNIFORMS,
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: WebGLRenderingContext.FLOAT },
          { name: "a_size", size: 1, type: WebGLRenderingContext.FLOAT },
          { name: "a_color", size: 4, type: WebGLRenderingContext.UNSIGNED_BYTE, normalized: true },
          { name: "a_id", size: 4, type: WebGLRenderingContext.UNSIGNED_BYTE, normalized: true },
        ],
        CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 3, type: WebGLRenderingContext.FLOAT }],
        CONSTANT_DATA: fan,
      };
    }
    override processVisibleItem(index: number, start: number, data: NodeDisplayData): void {
      const array = this.array;
      array[start++] = data.x;
      array[start++] = data.y;
      array[start++] = data.size;
      array[start++] = floatColor(data.color);
      array[start++] = index;
    }
    override setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
      gl.uniform1f(uniformLocations["u_correctionRatio"]!, params.correctionRatio);
      gl.uniform1f(uniformLocations["u_pixelRatio"]!, params.pixelRatio);
      gl.uniform1f(uniformLocations["u_sizeRatio"]!, params.sizeRatio);
      gl.uniformMatrix3fv(uniformLocations["u_matrix"]!, false, params.matrix);
    }
  };
}
