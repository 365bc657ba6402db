/** The contracts under their names in the OpenAPI document, and the pieces every route shares. */
import { z } from '@hono/zod-openapi'
import {
  ChatEvent,
  ChatOptions,
  ModelsReport,
  PerceptionOptions,
  PerceptionResult,
  ReasoningOptions,
  ReasoningResult,
  ReasoningServer,
  ResidencyRequest,
  ServersReport,
  ServersRequest,
  ServerTrial,
  SidecarHealth,
  TaskName,
  TaskOptions,
  TaskResponse,
  Weights,
  WireError,
} from '@vitrine/contracts'

export const named = {
  SidecarHealth: SidecarHealth.meta({ id: 'SidecarHealth' }),
  ModelsReport: ModelsReport.meta({ id: 'ModelsReport' }),
  Weights: Weights.meta({ id: 'Weights' }),
  ResidencyRequest: ResidencyRequest.meta({ id: 'ResidencyRequest' }),
  PerceptionOptions: PerceptionOptions.meta({ id: 'PerceptionOptions' }),
  PerceptionResult: PerceptionResult.meta({ id: 'PerceptionResult' }),
  TaskOptions: TaskOptions.meta({ id: 'TaskOptions' }),
  TaskResponse: TaskResponse.meta({ id: 'TaskResponse' }),
  ReasoningOptions: ReasoningOptions.meta({ id: 'ReasoningOptions' }),
  ReasoningResult: ReasoningResult.meta({ id: 'ReasoningResult' }),
  ChatOptions: ChatOptions.meta({ id: 'ChatOptions' }),
  ChatEvent: ChatEvent.meta({ id: 'ChatEvent' }),
  ServersReport: ServersReport.meta({ id: 'ServersReport' }),
  ServersRequest: ServersRequest.meta({ id: 'ServersRequest' }),
  ServerTrial: ServerTrial.meta({ id: 'ServerTrial' }),
  ReasoningServer: ReasoningServer.meta({ id: 'ReasoningServer' }),
  WireError: WireError.meta({ id: 'WireError' }),
}

/** Options reach the document by name only: their part is parsed by the multipart reader, as it streams in. */
export const OPTION_SCHEMAS = ['PerceptionOptions', 'TaskOptions', 'ReasoningOptions', 'ChatOptions'] as const

export const TaskParams = z.object({ task: TaskName })

/** The body of the three image routes: the bytes, and the options as a JSON string. */
export function imageBody(options: (typeof OPTION_SCHEMAS)[number]) {
  return {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object' as const,
          required: ['image'],
          properties: {
            image: { type: 'string' as const, format: 'binary' },
            options: { $ref: `#/components/schemas/${options}` },
          },
        },
        encoding: { options: { contentType: 'application/json' } },
      },
    },
  }
}

/** The options as a JSON string, and one file for each picture, named by its key. */
export const chatBody = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object' as const,
        required: ['options'],
        properties: { options: { $ref: '#/components/schemas/ChatOptions' } },
        additionalProperties: { type: 'string' as const, format: 'binary' },
      },
      encoding: { options: { contentType: 'application/json' } },
    },
  },
}

export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } }
}

/** Errors of the image routes; every one has the same shape. */
export const imageErrors = {
  400: json(named.WireError, 'The request is not of the right shape (bad-request).'),
  413: json(named.WireError, 'The image has too many bytes or pixels (too-large, too-many-pixels).'),
  415: json(named.WireError, 'The bytes are of a type that is not read (unsupported-media).'),
  422: json(named.WireError, 'The image cannot be read, or no engine does this task.'),
  502: json(named.WireError, 'The engine died on this image twice (engine-crashed).'),
  503: json(named.WireError, 'Busy, starting, or no such engine; see Retry-After.'),
  504: json(named.WireError, 'No answer within deadlineMs (deadline-exceeded).'),
}

/** Errors of a chat before its first event. */
export const chatErrors = {
  ...imageErrors,
  400: json(named.WireError, 'The request is not of the right shape, or lacks a picture (bad-request).'),
  413: json(named.WireError, 'The pictures have too many bytes or pixels (too-large, too-many-pixels).'),
}
